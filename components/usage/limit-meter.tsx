"use client";

import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Meter } from "@/components/ui/meter";
import type { LimitReading } from "./types";

export type LimitMeterProps = { reading: LimitReading; now: string; mini?: boolean | undefined };

/** A limit of the account as a meter. Unlimited readings have no meter: name them in words. */
export function LimitMeter({ reading, now, mini }: LimitMeterProps) {
  const format = useFormat();
  if (reading.limit === null) return null;
  return (
    <Meter
      label={reading.label}
      used={reading.used}
      limit={reading.limit}
      kind={reading.kind}
      mini={mini}
      note={describeNote(reading, reading.limit, now, format)}
    />
  );
}

function describeNote(reading: LimitReading, limit: number, now: string, format: Format): string {
  if (reading.kind === "gauge" && reading.used < limit)
    return `${format.formatCount(limit - reading.used)} free`;
  return format.formatReset(reading.resetsAt, now);
}
