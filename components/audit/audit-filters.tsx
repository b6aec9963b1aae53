"use client";

import { X } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useId, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Select } from "@/components/ui/select";
import type { AuditFilterValues, Choice } from "./types";

const ALL = "all";
const LOOK =
  "h-8 min-w-0 rounded-control border border-line-strong bg-surface px-2.5 text-ink text-sm placeholder:text-faint max-sm:h-10 max-sm:w-full";

export type AuditFiltersProps = {
  filters: AuditFilterValues;
  actors: readonly Choice[];
  actions: readonly Choice[];
  timeZone: string;
};

/** Who, what, about what, when. All of it is in the address and read by the server. */
export function AuditFilters({ filters, actors, actions, timeZone }: AuditFiltersProps) {
  const [waiting, startTransition] = useTransition();
  const [, setFilters] = useQueryStates(
    {
      actor: parseAsString,
      action: parseAsString,
      target: parseAsString,
      from: parseAsString,
      to: parseAsString,
      after: parseAsString,
      entry: parseAsString,
    },
    { shallow: false, startTransition },
  );
  // Another list begins on its first page, and with nothing opened.
  const set = (change: Partial<AuditFilterValues>) => {
    const cleaned = Object.entries(change).map(([name, value]) => [name, value === "" ? null : value]);
    void setFilters({ ...Object.fromEntries(cleaned), after: null, entry: null });
  };
  const isNarrowed = Object.values(filters).some((value) => value !== "");
  return (
    <div
      className="flex flex-wrap items-end gap-x-3 gap-y-2 px-5 pt-3 pb-4 max-sm:grid max-sm:grid-cols-2 max-sm:px-4"
      aria-busy={waiting || undefined}
    >
      <Labelled text="By">
        {(id) => (
          <Select
            labelledBy={id}
            value={filters.actor || ALL}
            options={[{ value: ALL, label: "Everybody" }, ...actors]}
            onChange={(actor) => set({ actor: actor === ALL ? "" : actor })}
          />
        )}
      </Labelled>
      <Labelled text="Action">
        {(id) => (
          <Select
            labelledBy={id}
            value={filters.action || ALL}
            options={[{ value: ALL, label: "All actions" }, ...actions]}
            onChange={(action) => set({ action: action === ALL ? "" : action })}
          />
        )}
      </Labelled>
      <Labelled text="Target id" isWide>
        {(id) => (
          <input
            key={filters.target}
            aria-labelledby={id}
            name="target"
            defaultValue={filters.target}
            placeholder="Any"
            spellCheck={false}
            autoComplete="off"
            className={`${LOOK} w-44`}
            onKeyDown={(event) => {
              if (event.key === "Enter") event.currentTarget.blur();
            }}
            onBlur={(event) => {
              const target = event.currentTarget.value.trim();
              if (target !== filters.target) set({ target });
            }}
          />
        )}
      </Labelled>
      <DayField
        label="From"
        value={filters.from}
        max={filters.to}
        zone={timeZone}
        onChange={(from) => set({ from })}
      />
      <DayField
        label="To"
        value={filters.to}
        min={filters.from}
        zone={timeZone}
        onChange={(to) => set({ to })}
      />
      {isNarrowed ? (
        <Button
          size="sm"
          variant="quiet"
          icon={<X aria-hidden className="size-3.5 stroke-2" />}
          onClick={() => set({ actor: "", action: "", target: "", from: "", to: "" })}
        >
          Clear filters
        </Button>
      ) : null}
      <span role="status" className={waiting ? "pb-2 text-muted text-xs" : "sr-only"}>
        {waiting ? "Loading" : ""}
      </span>
    </div>
  );
}

type DayFieldProps = {
  label: string;
  value: string;
  min?: string;
  max?: string;
  zone: string;
  onChange: (day: string) => void;
};

/** A day of the viewer's zone, taken when the field is left or cleared. */
function DayField({ label, value, min, max, zone, onChange }: DayFieldProps) {
  return (
    <Labelled text={label}>
      {(id) => (
        <input
          key={value}
          type="date"
          aria-labelledby={id}
          title={`A day in ${zone}`}
          defaultValue={value}
          min={min || undefined}
          max={max || undefined}
          className={`${LOOK} w-36`}
          onBlur={(event) => {
            if (event.currentTarget.value !== value) onChange(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
          }}
        />
      )}
    </Labelled>
  );
}

type LabelledProps = { text: string; isWide?: boolean; children: (id: string) => ReactNode };

function Labelled({ text, isWide = false, children }: LabelledProps) {
  const id = useId();
  return (
    <span className={classNames("flex min-w-0 flex-col items-stretch gap-1", isWide && "max-sm:col-span-2")}>
      <span id={id} className="font-medium text-muted text-xs">
        {text}
      </span>
      {children(id)}
    </span>
  );
}
