import pc from "picocolors";
import type { Progress } from "./progress";

/** Progress as lines on the terminal, each with the seconds since the start. */
export function createConsoleProgress(startedAt: number): Progress {
  const seconds = (): string => pc.dim(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s `);
  return {
    step: (text) => console.log(`${seconds()} ${text}`),
    warn: (text) => console.warn(`${seconds()} ${pc.yellow(text)}`),
  };
}
