/** `main.ts <verb>`: what the npm scripts run once everything is installed. */
import { resolve } from "node:path";
import { runReset } from "../reset/run-reset";
import { explainProblem } from "./explain-problem";
import { runStart } from "./run-start";
import { runTool, TOOLS } from "./run-tool";
import { runTests } from "./test/run-tests";
import { runVerify } from "./test/run-verify";

const ROOT = resolve(import.meta.dirname, "..", "..");
const [verb = "start", ...args] = process.argv.slice(2);

async function run(): Promise<number | undefined> {
  switch (verb) {
    case "start":
      return void (await runStart(ROOT, "production"));
    case "dev":
      return void (await runStart(ROOT, "development"));
    case "test":
      return runTests(ROOT, args);
    case "verify":
      return runVerify(ROOT);
    case "reset":
      return runReset(ROOT, args);
    default: {
      const tool = TOOLS[verb];
      if (tool !== undefined) return runTool(ROOT, tool, args);
      console.error(`There is no "${verb}": npm run lists what there is.`);
      return 1;
    }
  }
}

try {
  const code = await run();
  // A running stack ends by a signal; everything else ends here, whatever a library still holds open.
  if (code !== undefined) process.exit(code);
} catch (error) {
  explainProblem(error);
  process.exit(1);
}
