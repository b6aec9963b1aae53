import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import type { ServiceName } from "./service-names";

const WATCH_SUPERVISOR = pathToFileURL(join(import.meta.dirname, "watch-supervisor.mjs")).href;
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 10_000;
/** A process that ran this long was well: its next end counts as the first again. */
const HEALTHY_AFTER_MS = 60_000;
const REMEMBERED_LINES = 30;

export interface ProcessPlan {
  readonly name: ServiceName;
  /** Arguments for Node, the script included. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Null: the process says so itself with a line `{"ready":true,...}`. Else resolves when it can serve. */
  readonly probe: (() => Promise<boolean>) | null;
  readonly readyLimitMs: number;
  readonly stopLimitMs: number;
  /** Ends in a row after which it is given up; null keeps trying. */
  readonly mayEnd: number | null;
}

export interface ProcessEvents {
  /** A line of the child's output. */
  readonly onLine: (name: ServiceName, line: string) => void;
  /** The child ended unasked and will be started again after `delayMs`. */
  readonly onRestart: (name: ServiceName, how: string, delayMs: number) => void;
  /** The child ended too often. */
  readonly onGiveUp: (name: ServiceName, how: string) => void;
}

/** One child of the supervisor: started, watched, started again when it dies, stopped with its whole group. */
export class SupervisedProcess {
  readonly #plan: ProcessPlan;
  readonly #events: ProcessEvents;
  readonly #log: WriteStream;
  readonly #lastLines: string[] = [];
  #child: ChildProcess | null = null;
  #wanted = false;
  #everServed = false;
  #ends = 0;
  #timer: NodeJS.Timeout | null = null;
  #ready: Promise<void> = Promise.resolve();

  constructor(plan: ProcessPlan, logDir: string, events: ProcessEvents) {
    this.#plan = plan;
    this.#events = events;
    mkdirSync(logDir, { recursive: true });
    this.#log = createWriteStream(join(logDir, `${plan.name}.log`), { flags: "a" });
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** The newest lines it wrote; for a message about why it did not start. */
  get lastLines(): readonly string[] {
    return this.#lastLines;
  }

  /** Starts it and resolves when it serves. @throws when it ends or stays silent before that. */
  start(): Promise<void> {
    this.#wanted = true;
    this.#launch();
    return this.#ready;
  }

  /** Resolves when the process that runs now, or the next one after a restart, serves. */
  async waitUntilReady(limitMs: number): Promise<void> {
    const until = Date.now() + limitMs;
    for (;;) {
      const served = await this.#ready.then(
        () => this.#child !== null,
        () => false,
      );
      if (served) return;
      if (Date.now() > until) throw new Error(`${this.#plan.name} does not serve after ${limitMs} ms.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /**
   * Sends a signal to the process alone, as an accident would; it comes back unless it was stopped. After SIGKILL
   * it is gone when this resolves, so that whoever waits until it is ready waits for the next one.
   */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    if (signal === "SIGKILL") await ended;
  }

  /** Ends it and everything it started. Resolves when it is gone. */
  async stop(force = false): Promise<void> {
    this.#wanted = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(force ? "SIGKILL" : "SIGTERM");
    const limit = setTimeout(() => killGroup(child), this.#plan.stopLimitMs);
    await ended;
    clearTimeout(limit);
    killGroup(child);
  }

  close(): void {
    this.#log.end();
  }

  #launch(): void {
    const plan = this.#plan;
    const startedAt = Date.now();
    const env: Record<string, string> = { ...plan.env, MH_SUPERVISED: "1" };
    const child = spawn(process.execPath, ["--import", WATCH_SUPERVISOR, ...plan.args], {
      cwd: plan.cwd,
      env: env as NodeJS.ProcessEnv,
      // Its own process group: Ctrl-C in the terminal reaches the supervisor alone, which stops in order.
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    // A child that is gone closes this end; that is the exit handler's business.
    child.stdin.on("error", () => undefined);

    this.#ready = new Promise<void>((resolve, reject) => {
      const silence = setTimeout(() => {
        reject(new Error(`it did not answer within ${Math.round(plan.readyLimitMs / 1000)} seconds`));
      }, plan.readyLimitMs);
      const serves = (): void => {
        clearTimeout(silence);
        this.#everServed = true;
        resolve();
      };
      const onLine = (line: string): void => {
        if (plan.probe === null && isReadyLine(line)) serves();
        else this.#record(line);
      };
      createInterface({ input: child.stdout }).on("line", onLine);
      createInterface({ input: child.stderr }).on("line", onLine);
      child.once("error", reject);
      child.once("exit", (code, signal) => {
        clearTimeout(silence);
        this.#child = null;
        const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
        reject(new Error(`it ${how}`));
        killGroup(child);
        // One that never served is a failed start, which the caller of start() hears about.
        if (this.#wanted && this.#everServed) this.#startAgain(how, Date.now() - startedAt);
      });
      if (plan.probe !== null) void this.#probe(child, plan.probe, serves);
    });
    // The exit handler deals with a failed restart; without this Node would call it unhandled.
    this.#ready.catch(() => undefined);
  }

  async #probe(child: ChildProcess, probe: () => Promise<boolean>, resolve: () => void): Promise<void> {
    while (child.exitCode === null && child.signalCode === null) {
      if (await probe()) return resolve();
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  #startAgain(how: string, ranMs: number): void {
    this.#ends = ranMs > HEALTHY_AFTER_MS ? 1 : this.#ends + 1;
    if (this.#plan.mayEnd !== null && this.#ends >= this.#plan.mayEnd) {
      this.#wanted = false;
      this.#events.onGiveUp(this.#plan.name, how);
      return;
    }
    const delayMs = Math.min(FIRST_BACKOFF_MS * 2 ** (this.#ends - 1), LONGEST_BACKOFF_MS);
    this.#record(`-- ${how}; starting again in ${delayMs} ms`);
    this.#events.onRestart(this.#plan.name, how, delayMs);
    this.#timer = setTimeout(() => this.#launch(), delayMs);
  }

  #record(line: string): void {
    this.#log.write(`${line}\n`);
    this.#lastLines.push(line);
    if (this.#lastLines.length > REMEMBERED_LINES) this.#lastLines.shift();
    this.#events.onLine(this.#plan.name, line);
  }
}

function isReadyLine(line: string): boolean {
  if (!line.startsWith("{")) return false;
  try {
    return (JSON.parse(line) as { ready?: unknown }).ready === true;
  } catch {
    // A log line that begins with a brace.
    return false;
  }
}

/** Ends whatever the child left behind in its process group. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // No such group: everything is gone, as it should be. On macOS a group of zombies answers EPERM.
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
