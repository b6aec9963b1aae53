import type { DayRow } from "../repository";
import type { UsageHistory } from "../schemas";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Every day from `from` to `to`, both included, as `2026-11-21`. */
export function listDates({ from, to }: { readonly from: string; readonly to: string }): readonly string[] {
  const first = Date.parse(from);
  const count = Math.round((Date.parse(to) - first) / DAY_MS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Sums stored days into a history without gaps, whole and by API key. Pure. */
export function computeDays(
  feature: string,
  range: { readonly from: string; readonly to: string },
  rows: readonly DayRow[],
): UsageHistory {
  const dates = listDates(range);
  const days = new Map(dates.map((day) => [day, { day, quantity: 0, overage: 0 }]));
  const keys = new Map<string | null, UsageHistory["keys"][number]>();
  for (const row of rows) {
    const day = days.get(row.day);
    if (!day) continue;
    day.quantity += row.quantity;
    day.overage += row.overageQuantity;

    const lastRecordedAt = row.lastRecordedAt.toISOString();
    const key = keys.get(row.apiKeyId) ?? {
      apiKeyId: row.apiKeyId,
      name: row.keyName,
      quantity: 0,
      lastRecordedAt,
      days: [],
    };
    key.quantity += row.quantity;
    key.days.push({ day: row.day, quantity: row.quantity });
    if (lastRecordedAt > key.lastRecordedAt) key.lastRecordedAt = lastRecordedAt;
    keys.set(row.apiKeyId, key);
  }
  return {
    feature,
    ...range,
    total: [...days.values()].reduce((total, day) => total + day.quantity, 0),
    days: [...days.values()],
    keys: [...keys.values()].sort((a, b) => b.quantity - a.quantity),
  };
}
