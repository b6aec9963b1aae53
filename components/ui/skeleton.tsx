import { classNames } from "./class-names";

/** A block of the final size while data is on its way. Hidden from screen readers; say "Loading ..." beside it. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return (
    <span
      aria-hidden
      className={classNames(
        "skeleton-sweep relative block overflow-hidden rounded-badge bg-sunken",
        className,
      )}
    />
  );
}
