"use client";

import { ArrowRight, CircleAlert, House, LoaderCircle } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import type { DemoPerson } from "./types";

export type DemoPeopleProps = {
  people: readonly DemoPerson[];
  /** E-mail of the person being signed in, or the name of another act. */
  busyWith: string | null;
  /** Why the last choice was refused. */
  error: string | null;
  onChoose: (email: string) => void;
};

/** The people of the demo data, one click each. */
export function DemoPeople({ people, busyWith, error, onChoose }: DemoPeopleProps) {
  return (
    <div className="flex flex-col gap-4 rounded-r-card border-line bg-[color-mix(in_srgb,var(--bg)_55%,var(--surface))] p-7 max-sm:rounded-t-none max-sm:rounded-b-card max-sm:border-t max-sm:px-4 max-sm:py-5 sm:border-l">
      <div className="flex items-center justify-between gap-2">
        <h2>As a demo person</h2>
        <Badge tone="info" icon={<House aria-hidden />}>
          Local identity
        </Badge>
      </div>
      <ul className="-mx-2.5 flex flex-col gap-1">
        {people.map((person) => (
          <li key={person.email}>
            <PersonButton
              person={person}
              busy={busyWith === person.email}
              held={busyWith !== null}
              onChoose={() => onChoose(person.email)}
            />
          </li>
        ))}
      </ul>
      {error ? (
        <p role="alert" className="flex gap-1 text-danger text-xs">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0 stroke-2" />
          {error}
        </p>
      ) : null}
      <p className="text-muted text-xs">
        No Clerk keys are set, so Meterhouse signs people in itself. Anyone who can reach this machine can use
        these accounts. Add <span className="font-mono">CLERK_SECRET_KEY</span> to turn them off.
      </p>
    </div>
  );
}

type PersonButtonProps = { person: DemoPerson; busy: boolean; held: boolean; onChoose: () => void };

function PersonButton({ person, busy, held, onChoose }: PersonButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      disabled={held && !busy}
      onClick={busy ? undefined : onChoose}
      className="flex min-h-12 w-full items-center gap-3 rounded-control border border-transparent px-2.5 py-2 text-left hover:border-line hover:bg-surface disabled:opacity-60"
    >
      <Avatar name={person.name} of="person" className="bg-brand-soft text-brand" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{person.name}</span>
        <span className="block truncate text-muted text-xs">{person.detail}</span>
      </span>
      {person.badge ? (
        <Badge
          tone={person.badge.tone}
          icon={person.badge.tone === "danger" ? <CircleAlert aria-hidden /> : undefined}
        >
          {person.badge.label}
        </Badge>
      ) : null}
      {busy ? (
        <LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-spin stroke-2 text-faint" />
      ) : (
        <ArrowRight aria-hidden className="size-3.5 shrink-0 stroke-2 text-faint" />
      )}
    </button>
  );
}
