import { watch } from "node:fs";
import { join } from "node:path";
import { explainProblem } from "./explain-problem";
import type { Progress } from "./progress";
import type { Stack } from "./stack";

/** An editor writes a file in several steps. */
const SETTLE_MS = 500;

/** While developing: applies a migration as soon as its file is there, and lets the gateway see it. */
export function watchMigrations(root: string, stack: Stack, progress: Progress): void {
  if (!stack.composed.standIns.has("gateway")) return;
  let timer: NodeJS.Timeout | null = null;
  let work: Promise<unknown> = Promise.resolve();
  const watcher = watch(join(root, "supabase", "migrations"), () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(() => stack.migrate()).catch(explainProblem);
    }, SETTLE_MS);
  });
  watcher.on("error", (error) => progress.warn(`Migrations are no longer watched: ${error.message}`));
  watcher.unref();
}
