import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const root = new URL("../..", import.meta.url).pathname;
const WATCH_SUPERVISOR = pathToFileURL(`${root}local/start/watch-supervisor.mjs`).href;
const READY_LIMIT_MS = 60_000;

export interface RunningServer {
  /** Ends the process and resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts one stand-in of the local stack as the supervisor does and waits until it listens. The process ends
 * with this one, kill -9 included.
 *
 * @param script path below the project's root
 * @throws with the process's last words when it ends before it listens
 */
export async function spawnServer(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const child = spawn(
    process.execPath,
    ["--import", WATCH_SUPERVISOR, "--import", "tsx", `${root}${script}`, ...args],
    {
      cwd: root,
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        NODE_ENV: "production",
        MH_SUPERVISED: "1",
        LITE_TELEMETRY: "0",
        DO_NOT_TRACK: "1",
        ...env,
      },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  child.stdin.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Error(`${script} is silent: ${said.join("\n")}`)),
      READY_LIMIT_MS,
    );
    const settle = (act: () => void) => {
      clearTimeout(limit);
      act();
    };
    const listen = (line: string): void => {
      said.push(line);
      if (said.length > 30) said.shift();
      if (line.startsWith('{"ready":true')) settle(resolve);
    };
    createInterface({ input: child.stdout }).on("line", listen);
    createInterface({ input: child.stderr }).on("line", listen);
    child.once("error", (error) => settle(() => reject(error)));
    child.once("exit", () => settle(() => reject(new Error(`${script} ended: ${said.join("\n")}`))));
  });
  return {
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
