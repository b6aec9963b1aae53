/**
 * `previous_attributes` of an update: the old value of what changed, nested hashes reduced to what changed in them,
 * lists given whole (https://docs.stripe.com/api/events/object#event_object-data-previous_attributes).
 */
export function changedFields(before: object, after: object): Record<string, unknown> {
  const old = before as Record<string, unknown>;
  const now = after as Record<string, unknown>;
  const changed: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const was = old[key];
    const is = now[key];
    if (was === is) continue;
    if (isPlain(was) && isPlain(is)) {
      const inner = changedFields(was, is);
      if (Object.keys(inner).length > 0) changed[key] = inner;
    } else if (!isSame(was, is)) changed[key] = was ?? null;
  }
  return changed;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}
