import { classNames } from "./class-names";

/** A graduated edge, the mark of a page's top. Decoration only. */
export function Ruler({ className }: { className?: string | undefined }) {
  return <div aria-hidden className={classNames("edge-rule h-2", className)} />;
}
