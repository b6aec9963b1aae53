import pc from "picocolors";
import type { ServiceName } from "./service-names";

const WARNING_LEVEL = 40;
const SOUNDS_BAD = /\b(warn(ing)?|error|failed)\b|⚠|⨯/i;

/** True for output a person should see: warnings and errors, and while developing everything Next says. */
export function isWorthShowing(line: string, mode: "production" | "development"): boolean {
  if (line.startsWith("{")) {
    try {
      const { level } = JSON.parse(line) as { level?: unknown };
      if (typeof level === "number") return level >= WARNING_LEVEL;
      if (typeof level === "string") return ["warn", "error", "fatal"].includes(level);
    } catch {
      // Not a log record after all: judged as text.
    }
  }
  return mode === "development" ? line.trim() !== "" : SOUNDS_BAD.test(line);
}

/** Shows the app's own warnings; everything else is in its log file. */
export function surfaceAppLine(name: ServiceName, line: string, mode: "production" | "development"): void {
  if (name === "app" && isWorthShowing(line, mode)) console.log(`${pc.dim("app")}  ${line}`);
}
