import { withoutIncludables } from "../http/includables";

/** Stripe renders at most this many lines inside an invoice or a credit note. */
export const INLINE_LINES = 10;

/** An object as an event carries it: nothing expanded, includable fields left out, lists cut to their first page. */
export function eventObject(value: object): object {
  const shown = withoutIncludables(value as Record<string, unknown>);
  const lines = shown["lines"] as { data: unknown[] } | undefined;
  if (!lines || !Array.isArray(lines.data) || lines.data.length <= INLINE_LINES) return shown;
  return { ...shown, lines: { ...lines, data: lines.data.slice(0, INLINE_LINES), has_more: true } };
}
