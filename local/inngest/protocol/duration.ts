const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Parses the SDK's duration text (`1d2h30m`, `500ms`, the empty text for none) into milliseconds.
 * Throws when the text is not a duration: a misread sleep must never become no sleep.
 */
export function parseDuration(text: string): number {
  const compact = text.trim();
  if (compact === "") return 0;
  const parts = [...compact.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)\s*/g)];
  if (parts.map((part) => part[0]).join("") !== compact) {
    throw new Error(`"${text}" is not a duration; write it like 30s, 5m or 1d12h`);
  }
  return parts.reduce((total, [, amount, unit]) => total + Number(amount) * (UNIT_MS[unit ?? ""] ?? 0), 0);
}

/**
 * The moment (milliseconds since 1970) a duration or an ISO date points at.
 * Throws when the text is neither.
 */
export function computeDeadline(text: string, nowMs: number): number {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) {
    const at = Date.parse(text);
    if (Number.isNaN(at)) throw new Error(`"${text}" is not a date`);
    return at;
  }
  return nowMs + parseDuration(text);
}
