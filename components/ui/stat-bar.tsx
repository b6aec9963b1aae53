import { Children, type ReactNode } from "react";
import { classNames } from "./class-names";
import { Definition } from "./definition";

const COLUMNS: Readonly<Record<number, string>> = {
  1: "sm:grid-cols-1",
  2: "sm:grid-cols-2",
  3: "sm:grid-cols-3",
  4: "sm:grid-cols-4",
  5: "sm:grid-cols-5",
};

/** A row of figures in one card, two columns on phones. */
export function StatBar({ children }: { children: ReactNode }) {
  const count = Children.toArray(children).length;
  return (
    <dl
      className={classNames(
        "grid grid-cols-2",
        COLUMNS[count] ?? "sm:grid-cols-4",
        "*:border-line *:px-5 *:py-4 max-sm:*:px-4 max-sm:*:py-3 sm:[&>*+*]:border-l",
        "max-sm:[&>*:last-child:nth-child(odd)]:col-span-2 max-sm:[&>*:nth-child(even)]:border-l max-sm:[&>*:nth-child(n+3)]:border-t",
      )}
    >
      {children}
    </dl>
  );
}

export type StatProps = {
  label: string;
  value: ReactNode;
  detail?: ReactNode;
  /** What the figure means, opened by the info button. */
  definition?: string | undefined;
};

/** One figure with its name and a line of context. */
export function Stat({ label, value, detail, definition }: StatProps) {
  return (
    <div>
      <dt className="flex items-center gap-1 text-muted text-sm">
        {label}
        {definition ? <Definition term={label}>{definition}</Definition> : null}
      </dt>
      <dd className="register mt-1 text-xl tracking-[-0.02em] max-sm:text-lg">{value}</dd>
      {detail ? <dd className="mt-1 text-muted text-xs tabular-nums">{detail}</dd> : null}
    </div>
  );
}
