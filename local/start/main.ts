/** `main.ts <verb>`: what the npm scripts run once everything is installed. */
import { runStart } from "./run-start";

const [verb = "start"] = process.argv.slice(2);

switch (verb) {
  case "start":
    await runStart("production");
    break;
  case "dev":
    await runStart("development");
    break;
  default:
    console.error(
      `There is no ${verb}: use npm start, npm run dev, npm test, npm run verify or npm run reset.`,
    );
    process.exitCode = 1;
}
