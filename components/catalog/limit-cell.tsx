"use client";

import { Check } from "lucide-react";
import { useFormat } from "@/components/format/format-provider";
import { NoValue } from "@/components/ui/no-value";
import { CellDetail } from "@/components/ui/table-parts";
import type { PlanLimit } from "./types";

/** What a plan gives for one feature, in a table cell. */
export function LimitCell({ limit }: { limit: PlanLimit }) {
  const { formatCount, formatMoney } = useFormat();
  switch (limit.kind) {
    case "absent":
      return <NoValue label="Not included" />;
    case "included":
      return (
        <span className="flex justify-center">
          <Check aria-hidden className="size-4 stroke-[1.75]" />
          <span className="sr-only">Included</span>
        </span>
      );
    case "unlimited":
      return "Unlimited";
    case "choice":
      return limit.label;
    case "count":
      return (
        <>
          {formatCount(limit.value)}
          {limit.once ? " once" : ""}
          {limit.perSite ? " per site" : ""}
          {limit.thenEach ? <CellDetail>then {formatMoney(limit.thenEach)} each</CellDetail> : null}
        </>
      );
  }
}
