import { classNames } from "./class-names";

const CENTRE = { x: 60, y: 60 } as const;
const TICKS = 20;

function pointAt(degrees: number, radius: number): { x: number; y: number } {
  const angle = (degrees * Math.PI) / 180;
  const round = (value: number) => Math.round(value * 10) / 10;
  return { x: round(CENTRE.x - Math.cos(angle) * radius), y: round(CENTRE.y - Math.sin(angle) * radius) };
}

export type DialProps = {
  /** Where the needle points, 0 (left) to 1 (right). */
  reading?: number | undefined;
  className?: string | undefined;
};

/** The dial of empty states: a scale of twenty marks and a needle. */
export function Dial({ reading = 0, className }: DialProps) {
  const needle = pointAt(reading * 180, 28);
  return (
    <svg
      aria-hidden="true"
      width="120"
      height="68"
      viewBox="0 0 120 68"
      fill="none"
      className={classNames("text-brand", className)}
    >
      {Array.from({ length: TICKS + 1 }, (_, tick) => {
        const degrees = (tick / TICKS) * 180;
        const long = tick % 5 === 0;
        const inner = pointAt(degrees, long ? 36 : 40);
        const outer = pointAt(degrees, 44);
        return (
          <line
            key={degrees}
            x1={inner.x}
            y1={inner.y}
            x2={outer.x}
            y2={outer.y}
            stroke="var(--line-control)"
            strokeWidth={long ? 1.5 : 1}
          />
        );
      })}
      <line
        x1={CENTRE.x}
        y1={CENTRE.y}
        x2={needle.x}
        y2={needle.y}
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <circle cx={CENTRE.x} cy={CENTRE.y} r="3.5" fill="currentColor" />
    </svg>
  );
}
