import { NoValue } from "@/components/ui/no-value";
import type { Fact } from "./types";

/** Names and values, one a line. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6.5rem,auto)_minmax(0,1fr)] gap-x-5 gap-y-2 text-sm">
      {facts.map(({ name, value, isId }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd
            className={`tabular-nums [overflow-wrap:anywhere] ${isId ? "font-mono text-xs leading-5" : ""}`}
          >
            {value ?? <NoValue />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
