import pc from "picocolors";
import { StartProblem } from "./start-problem";

/** Prints what a person can put right, one sentence each; anything else is a defect and shown whole. */
export function explainProblem(error: unknown): void {
  if (error instanceof StartProblem) {
    for (const sentence of error.sentences) console.error(pc.red(sentence));
    return;
  }
  console.error(error);
}
