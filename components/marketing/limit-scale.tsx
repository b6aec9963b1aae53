import { OctagonAlert, TriangleAlert } from "lucide-react";

const MARKS = [
  { at: 80, text: "80%: little is left", stop: false },
  { at: 90, text: "90%: nearly spent", stop: false },
  { at: 100, text: "100%: new calls are refused", stop: true },
] as const;

/** How a limit reads: the graduated rule with what happens at its long marks. A legend, not a reading. */
export function LimitScale() {
  return (
    <figure className="mt-12 max-sm:mt-9">
      <div aria-hidden className="flex h-2 overflow-hidden rounded-cell">
        <i className="w-4/5 bg-meter" />
        <i className="w-1/10 bg-meter-80" />
        <i className="flex-1 bg-meter-90" />
        <i className="w-1 bg-meter-100" />
      </div>
      <div aria-hidden className="meter-rule relative mt-1 h-3">
        <i className="absolute top-0 left-[80%] h-3 w-px bg-faint" />
        <i className="absolute top-0 left-[90%] h-3 w-px bg-faint" />
        <i className="absolute top-0 right-0 h-3 w-px bg-faint" />
      </div>
      <figcaption className="mt-2">
        <ul className="flex flex-wrap justify-end gap-x-6 gap-y-1 text-muted text-xs max-sm:flex-col">
          {MARKS.map((mark) => (
            <li key={mark.at} className="inline-flex items-center gap-1 font-medium">
              {mark.stop ? (
                <OctagonAlert aria-hidden className="size-3 shrink-0 stroke-[2.25] text-danger" />
              ) : (
                <TriangleAlert aria-hidden className="size-3 shrink-0 stroke-[2.25] text-warning" />
              )}
              {mark.text}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
