"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { Select } from "@/components/ui/select";

const ALL = "all";

/** Which kind of activity. It is in the address (`kind`) and read by the server. */
export function ActivityFilter({
  kinds,
  kind,
}: {
  kinds: readonly { value: string; label: string }[];
  kind: string;
}) {
  const [waiting, startTransition] = useTransition();
  const [, setQuery] = useQueryStates(
    { kind: parseAsString, after: parseAsString },
    { shallow: false, startTransition },
  );
  return (
    <div className="flex items-center gap-2" aria-busy={waiting || undefined}>
      <Select
        label="Kind of activity"
        value={kind || ALL}
        options={[{ value: ALL, label: "All activity" }, ...kinds]}
        onChange={(next) => void setQuery({ kind: next === ALL ? null : next, after: null })}
      />
      <span role="status" className="text-muted text-xs">
        {waiting ? "Loading" : ""}
      </span>
    </div>
  );
}
