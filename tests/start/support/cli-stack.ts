import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findFreePorts, type Ports } from "@/local/start/ports";
import { identifyProcess } from "@/local/start/process-identity";

export const ROOT = new URL("../../..", import.meta.url).pathname;
const POLL_MS = 50;

/** What a person has in the shell, and nothing of the stack this test runs beside. */
function shellEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG } = process.env;
  return { PATH, HOME, LANG, NO_COLOR: "1", ...extra } as unknown as NodeJS.ProcessEnv;
}

export async function waitFor(what: string, limitMs: number, check: () => boolean): Promise<void> {
  const until = Date.now() + limitMs;
  while (!check()) {
    if (Date.now() > until) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A process by number and start time, so that a number used again is not mistaken for it. */
export interface KnownProcess {
  readonly pid: number;
  readonly identity: string;
}

/** Every living process below this one, however deep. */
export function listDescendants(root: number): KnownProcess[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const below = new Set([root]);
  let grew = true;
  while (grew) {
    const found = rows.filter(([pid, parent]) => below.has(parent) && !below.has(pid));
    for (const [pid] of found) below.add(pid);
    grew = found.length > 0;
  }
  return [...below].flatMap((pid) => {
    const identity = identifyProcess(pid);
    return identity === null ? [] : [{ pid, identity }];
  });
}

export function isGone({ pid, identity }: KnownProcess): boolean {
  return identifyProcess(pid) !== identity;
}

/** Ends every process with -9; some fall by themselves once their parent is gone. */
export function killAll(processes: readonly KnownProcess[]): void {
  for (const known of processes) {
    try {
      if (!isGone(known)) process.kill(known.pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

/** A start by the command line, as a person makes it, with a state directory and ports of its own. */
export class CliStack {
  readonly stateDir: string;
  readonly ports: Ports;
  readonly #extra: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  output = "";
  exitCode: number | null = null;

  private constructor(stateDir: string, ports: Ports, extra: Readonly<Record<string, string>>) {
    this.stateDir = stateDir;
    this.ports = ports;
    this.#extra = extra;
  }

  static async create(extra: Readonly<Record<string, string>> = {}): Promise<CliStack> {
    const stateDir = mkdtempSync(join(ROOT, ".local", "start-test-"));
    return new CliStack(stateDir, await findFreePorts(), extra);
  }

  get appUrl(): string {
    return `http://127.0.0.1:${this.ports.app}`;
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error("Nothing was started.");
    return pid;
  }

  /** Runs `npm start` without waiting for anything. */
  spawn(): void {
    this.output = "";
    this.exitCode = null;
    const child = spawn("npm", ["start"], {
      cwd: ROOT,
      env: shellEnvironment({
        PORT: String(this.ports.app),
        LOCAL_PORT_BASE: String(this.ports.base),
        LOCAL_STATE_DIR: this.stateDir,
        ...this.#extra,
      }),
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, as a terminal gives: Ctrl-C there reaches every member of it.
      detached: true,
    });
    const collect = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("exit", (code, signal) => {
      this.exitCode = code ?? (signal === null ? 1 : 128);
    });
    this.#child = child;
  }

  /** Runs `npm start` until it says that it is ready. @returns the seconds it took. */
  async start(limitMs = 180_000): Promise<number> {
    const startedAt = Date.now();
    this.spawn();
    await waitFor("the start", limitMs, () => {
      if (this.exitCode !== null) throw new Error(`npm start ended:\n${this.output}`);
      return this.output.includes("is ready");
    });
    return (Date.now() - startedAt) / 1000;
  }

  async end(limitMs = 90_000): Promise<void> {
    await waitFor("the end", limitMs, () => this.exitCode !== null);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ctrl-C in a terminal: every process of the foreground group gets the signal. */
  pressCtrlC(): void {
    process.kill(-this.pid, "SIGINT");
  }

  /** The supervisor itself: the process that runs `main.ts`. */
  supervisor(): KnownProcess {
    const found = listDescendants(this.pid).find(({ pid }) =>
      execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).includes("main.ts start"),
    );
    if (found === undefined) throw new Error("No supervisor runs.");
    return found;
  }

  async remove(): Promise<void> {
    if (this.#child !== null && this.exitCode === null) {
      this.signal("SIGTERM");
      await this.end().catch(() => killAll(listDescendants(this.pid)));
    }
    rmSync(this.stateDir, { recursive: true, force: true });
  }
}
