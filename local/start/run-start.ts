import { join, resolve } from "node:path";
import { createConsoleProgress } from "./console-progress";
import { explainProblem } from "./explain-problem";
import { parsePorts } from "./ports";
import { printTable } from "./print-table";
import { readSettings } from "./read-settings";
import { startStack } from "./stack";
import { StopController } from "./stop-controller";
import { surfaceAppLine } from "./surface-app-line";
import { watchMigrations } from "./watch-migrations";

/** `npm start` and `npm run dev`: starts everything, says where it is, and stops everything when asked. */
export async function runStart(root: string, mode: "production" | "development"): Promise<void> {
  const startedAt = Date.now();
  const progress = createConsoleProgress(startedAt);
  const controller = new StopController(0);
  try {
    const settings = readSettings(root, process.env);
    const stateDir = resolve(root, settings.LOCAL_STATE_DIR || ".local");
    const starting = startStack({
      root,
      stateDir,
      ports: parsePorts(settings),
      settings,
      mode,
      progress,
      signal: controller.signal,
      onLine: (name, line) => surfaceAppLine(name, line, mode),
      onGiveUp: (sentence) => {
        console.error(sentence);
        void controller.stop(1);
      },
    });
    controller.watch(starting);
    const stack = await starting;
    if (controller.stopping) return;
    printTable(stack, { mode, seconds: (Date.now() - startedAt) / 1000, logDir: join(stateDir, "logs") });
    if (mode === "development") watchMigrations(root, stack, progress);
  } catch (error) {
    // The person asked for the end; the controller finishes it.
    if (controller.stopping) return;
    explainProblem(error);
    process.exit(1);
  }
}
