export type ProgressProps = { label: string; done: number; total: number; valueText: string };

/** How far something has come. */
export function Progress({ label, done, total, valueText }: ProgressProps) {
  const percent = total === 0 ? 0 : Math.round((done / total) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={valueText}
      className="h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      <div className="h-full rounded-full bg-meter transition-[width]" style={{ width: `${percent}%` }} />
    </div>
  );
}
