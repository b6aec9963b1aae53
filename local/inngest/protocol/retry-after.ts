/**
 * Milliseconds to wait that a `retry-after` header asks for: seconds, or a date (HTTP or ISO).
 * Returns null when the header is absent or unreadable, and never less than zero.
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (!header) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
