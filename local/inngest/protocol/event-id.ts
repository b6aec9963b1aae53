import { createHash } from "node:crypto";
import { ulid } from "ulid";

/**
 * The internal id of the event at `index` of a request. The SDK sends `x-inngest-event-id-seed`
 * (`<milliseconds>,<base64 entropy>`) and repeats it when it repeats the request, so an id derived from it makes
 * the repetition a duplicate. Without a readable seed the id is random.
 */
export function computeEventId(seed: string | undefined, index: number, nowMs: number): string {
  const [millis, entropy] = (seed ?? "").split(",");
  const seedMs = Number(millis);
  if (!seed || !entropy || !Number.isSafeInteger(seedMs) || seedMs <= 0) return ulid(nowMs);
  const bytes = createHash("sha256").update(`${seed}#${index}`).digest();
  let position = 0;
  return ulid(seedMs, () => (bytes[position++ % bytes.length] ?? 0) / 256);
}
