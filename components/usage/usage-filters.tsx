"use client";

import { CalendarDays, Sparkles } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { Select } from "@/components/ui/select";
import type { UsageChoice } from "./types";

export type UsageFiltersProps = {
  features: readonly UsageChoice[];
  ranges: readonly UsageChoice[];
  feature: string;
  range: string;
};

/** Which feature, over which days. Both are in the URL (`feature`, `range`) and read by the server. */
export function UsageFilters({ features, ranges, feature, range }: UsageFiltersProps) {
  const [waiting, startTransition] = useTransition();
  const [, setChoice] = useQueryStates(
    { feature: parseAsString, range: parseAsString },
    { shallow: false, startTransition },
  );
  return (
    <div className="flex flex-wrap items-center gap-2" aria-busy={waiting || undefined}>
      {features.length > 1 ? (
        <Select
          label="Feature"
          icon={<Sparkles aria-hidden className="size-3.5 shrink-0 stroke-2" />}
          value={feature}
          options={features}
          onChange={(next) => void setChoice({ feature: next })}
        />
      ) : null}
      {ranges.length > 1 ? (
        <Select
          label="Days"
          icon={<CalendarDays aria-hidden className="size-3.5 shrink-0 stroke-2" />}
          value={range}
          options={ranges}
          onChange={(next) => void setChoice({ range: next })}
        />
      ) : null}
      <span role="status" className="text-muted text-xs">
        {waiting ? "Loading" : ""}
      </span>
    </div>
  );
}
