import { formatReset } from "@/components/format/format-date";
import { formatCount } from "@/components/format/format-number";
import { Meter } from "@/components/ui/meter";
import type { LimitReading } from "./types";

export type LimitMeterProps = { reading: LimitReading; now: string; mini?: boolean | undefined };

/** A limit of the account as a meter. Unlimited readings have no meter: name them in words. */
export function LimitMeter({ reading, now, mini }: LimitMeterProps) {
  if (reading.limit === null) return null;
  return (
    <Meter
      label={reading.label}
      used={reading.used}
      limit={reading.limit}
      kind={reading.kind}
      mini={mini}
      note={describeNote(reading, reading.limit, now)}
    />
  );
}

function describeNote(reading: LimitReading, limit: number, now: string): string {
  if (reading.kind === "gauge" && reading.used < limit) return `${formatCount(limit - reading.used)} free`;
  return formatReset(reading.resetsAt, now);
}
