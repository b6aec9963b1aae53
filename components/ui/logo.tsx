import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** The mark: a house with a dial in it. */
export function LogoMark({ className }: { className?: string | undefined }) {
  return (
    <svg
      aria-hidden="true"
      className={classNames("size-6 shrink-0", className)}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M3.5 10.2 12 3.2l8.5 7v9.3a1.3 1.3 0 0 1-1.3 1.3H4.8a1.3 1.3 0 0 1-1.3-1.3z" />
      <path d="M7.4 16.6a4.6 4.6 0 0 1 9.2 0" />
      <path d="m12 16.6 2.3-2.9" />
    </svg>
  );
}

export type LogoProps = {
  className?: string | undefined;
  markClassName?: string | undefined;
  /** After the name: the word Admin. */
  children?: ReactNode;
};

/** Mark and name. */
export function Logo({ className, markClassName = "text-brand", children }: LogoProps) {
  return (
    <span
      className={classNames(
        "flex items-center gap-2.5 font-[650] text-[0.9375rem] text-ink leading-5 tracking-[-0.015em]",
        className,
      )}
    >
      <LogoMark className={markClassName} />
      Meterhouse
      {children}
    </span>
  );
}
