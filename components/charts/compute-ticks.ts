const STEPS = [1, 2, 2.5, 5, 10] as const;

/** A round step that splits `top` into at most `parts` parts; whole numbers only, at least 1. */
export function computeStep(top: number, parts: number): number {
  const raw = Math.max(1, top / parts);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = STEPS.map((size) => size * power).find((size) => size >= raw && Number.isInteger(size));
  return step ?? 10 * power;
}

/** Marks of a count axis from 0. A limit is always one of them; a mark that would crowd it gives way. */
export function computeCountTicks(top: number, limit: number | null, parts = 4): readonly number[] {
  const end = limit ?? top;
  const step = computeStep(end, parts);
  const ticks: number[] = [];
  const last = limit === null ? Math.ceil(end / step) * step : limit - step / 2;
  for (let value = 0; value <= last; value += step) ticks.push(value);
  if (limit !== null) ticks.push(limit);
  return ticks;
}
