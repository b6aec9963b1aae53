import { type ChildProcess, spawn } from "node:child_process";
import Stripe from "stripe";
import { startContractProxy } from "@/tests/contract/contract-proxy";
import { REPORTS_VARIABLE } from "@/tests/contract/contract-report";

const API_KEY = "sk_test_server";
const READY_LIMIT_MS = 90_000;

export interface RunningServer {
  url: string;
  /** The real SDK, calling through the contract. */
  stripe: Stripe;
  output(): string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ctrl-C. Returns the exit code. @throws when anything broke the contract */
  stop(): Promise<number | null>;
}

/** The local Stripe as a process of its own, the way the stack and a person run it. */
export async function runServer(
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const child = spawnServer(["--json", "--port", "0", ...flags], { STRIPE_SECRET_KEY: API_KEY, ...env });
  const read = collect(child);
  const url = await new Promise<string>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`It does not listen:\n${read()}`)), READY_LIMIT_MS);
    child.once("exit", () => reject(new Error(`It ended:\n${read()}`)));
    child.stdout?.on("data", () => {
      const ready = /^\{"ready":true,"url":"([^"]+)"\}$/m.exec(read())?.[1];
      if (!ready) return;
      clearTimeout(limit);
      resolve(ready);
    });
  });
  const proxy = await startContractProxy(url);
  const finish = async (signal: NodeJS.Signals): Promise<number | null> => {
    const code = await end(child, signal);
    await proxy.close();
    proxy.report.leaveFor(process.env[REPORTS_VARIABLE]);
    const errors = proxy.report.errors();
    if (errors.length > 0) throw new Error(`Stripe's contract was broken:\n${errors.join("\n")}`);
    return code;
  };
  return {
    url,
    stripe: new Stripe(API_KEY, { host: "127.0.0.1", port: proxy.port, protocol: "http", telemetry: false }),
    output: read,
    kill: async () => void (await finish("SIGKILL")),
    stop: () => finish("SIGINT"),
  };
}

/** Runs the server without waiting for anything. */
export function spawnServer(
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", "local/stripe/server.ts", ...flags], {
    env: { ...process.env, STRIPE_SECRET_KEY: "", STRIPE_WEBHOOK_SECRET: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** What a process has written so far, on both of its outputs. */
export function collect(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  return () => output;
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  // Not "exit": what it wrote last may come after that.
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.kill(signal);
  return await ended;
}
