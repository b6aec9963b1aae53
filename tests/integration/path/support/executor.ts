import { stack } from "../../../support/stack";

/** Commands of the local Inngest executor. What holds it touches every test: only for exclusive files. */
async function command(path: string, body: object = {}): Promise<unknown> {
  const response = await fetch(`${stack.urls.inngest}/_local/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`The executor refused ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

export const executor = {
  /** Takes events in and calls nothing until `release`. */
  hold: () => command("pause"),
  release: () => command("resume"),
  /** Ends every wait for another attempt, so that what failed is tried at once. */
  skipWaits: () => command("skip"),
  waitUntilIdle: (timeoutMs = 90_000) => command("wait-until-idle", { timeoutMs }),
  runNow: (functionId: string) => command("run-now", { functionId }),
} as const;
