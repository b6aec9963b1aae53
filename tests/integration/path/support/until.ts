import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 50;

/**
 * Looks again and again until a value is there, and fails with what was seen last when the deadline passes.
 * @param what named in the failure: "the plan is pro"
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  limitMs = 45_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= deadline) {
      throw new Error(`Waited ${limitMs} ms in vain until ${what}. Last seen: ${String(last)}`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}
