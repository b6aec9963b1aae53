import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type TimelineEntry = {
  id: string;
  title: ReactNode;
  detail?: ReactNode;
  when: ReactNode;
  state?: "done" | "failed" | "open" | undefined;
};

const MARK = {
  done: "before:bg-success-solid",
  failed: "before:rounded-cell before:bg-danger-solid",
  open: "before:bg-surface before:inset-ring-2 before:inset-ring-line-control",
} as const;

/** What happened, in order. Shape tells success from failure besides colour. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="grid">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className={classNames(
            "relative pb-4 pl-6 text-sm last:pb-0",
            "before:absolute before:top-1.5 before:left-1 before:size-2 before:rounded-full before:content-['']",
            "after:absolute after:top-4.5 after:-bottom-0.5 after:left-[7.5px] after:w-px after:bg-line after:content-[''] last:after:hidden",
            MARK[entry.state ?? "open"],
          )}
        >
          <span className="float-right ml-2 text-faint text-xs tabular-nums">{entry.when}</span>
          {entry.title}
          {entry.detail ? <span className="block text-muted text-xs">{entry.detail}</span> : null}
        </li>
      ))}
    </ol>
  );
}
