/** How long a new key lives. */
export type KeyLife = "never" | "30" | "90" | "365";

export const KEY_LIVES: readonly { value: KeyLife; label: string }[] = [
  { value: "never", label: "Never" },
  { value: "30", label: "After 30 days" },
  { value: "90", label: "After 90 days" },
  { value: "365", label: "After a year" },
];

const DAY_MS = 86_400_000;

/** ISO instant at which a key of this life ends, counted from `nowMs`; null when it does not. */
export function computeExpiry(life: KeyLife, nowMs: number): string | null {
  return life === "never" ? null : new Date(nowMs + Number(life) * DAY_MS).toISOString();
}
