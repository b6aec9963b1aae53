import { join, resolve } from "node:path";
import pc from "picocolors";
import { createConsoleProgress } from "./console-progress";
import { parsePorts } from "./ports";
import { printTable } from "./print-table";
import { readSettings } from "./read-settings";
import { type Stack, startStack } from "./stack";
import { StartProblem } from "./start-problem";
import { surfaceAppLine } from "./surface-app-line";

const ROOT = resolve(import.meta.dirname, "..", "..");
/** A terminal, npm and the installer may each pass on the same Ctrl-C; a second wish takes a person longer. */
const SAME_SIGNAL_MS = 700;

/** `npm start` and `npm run dev`: starts everything, says where it is, and stops everything when asked. */
export async function runStart(mode: "production" | "development"): Promise<void> {
  const startedAt = Date.now();
  const progress = createConsoleProgress(startedAt);
  const controller = new StopController();
  try {
    const settings = readSettings(ROOT, process.env);
    const stateDir = resolve(ROOT, settings.LOCAL_STATE_DIR || ".local");
    const starting = startStack({
      root: ROOT,
      stateDir,
      ports: parsePorts(settings),
      settings,
      mode,
      progress,
      onLine: (name, line) => surfaceAppLine(name, line, mode),
      onGiveUp: (sentence) => {
        console.error(pc.red(sentence));
        void controller.stop(1);
      },
    });
    controller.watch(starting);
    const stack = await starting;
    if (controller.stopping) return;
    printTable(stack, { mode, seconds: (Date.now() - startedAt) / 1000, logDir: join(stateDir, "logs") });
  } catch (error) {
    if (controller.stopping) return;
    if (!(error instanceof StartProblem)) throw error;
    for (const sentence of error.sentences) console.error(pc.red(sentence));
    process.exit(1);
  }
}

/** Turns Ctrl-C, SIGTERM, a closed terminal or a dead parent into one orderly stop. */
class StopController {
  #starting: Promise<Stack> | null = null;
  #askedAt = 0;

  get stopping(): boolean {
    return this.#askedAt > 0;
  }

  watch(starting: Promise<Stack>): void {
    this.#starting = starting;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => this.#ask());
    // The installer that started this holds the other end; when it dies, so does the stack.
    process.on("disconnect", () => this.#ask());
  }

  #ask(): void {
    if (!this.stopping) {
      void this.stop(0);
      return;
    }
    if (Date.now() - this.#askedAt < SAME_SIGNAL_MS) return;
    console.error("Stopping at once.");
    void this.#starting?.then((stack) => stack.stop(true)).finally(() => process.exit(1));
    setTimeout(() => process.exit(1), 3_000).unref();
  }

  async stop(exitCode: number): Promise<void> {
    this.#askedAt = Date.now();
    console.log("\nStopping ...");
    try {
      const stack = await this.#starting;
      await stack?.stop();
    } catch {
      // The start failed by itself meanwhile and has stopped what it had begun.
    }
    console.log("Stopped.");
    process.exit(exitCode);
  }
}
