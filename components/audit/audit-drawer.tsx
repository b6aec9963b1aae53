"use client";

import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { DateTime } from "@/components/ui/date-time";
import { Diff } from "@/components/ui/diff";
import { Drawer } from "@/components/ui/drawer";
import { NoValue } from "@/components/ui/no-value";
import { nameActor } from "./name-actor";
import type { AuditEntry } from "./types";

export type AuditDrawerProps = {
  entry: AuditEntry | null;
  onClose: () => void;
  onNext?: (() => void) | undefined;
  onPrevious?: (() => void) | undefined;
  returnFocusTo: readonly string[];
  /** Stands for what changed and where from, where the reader may not see it. */
  closed?: ReactNode;
};

/** One entry in full: what differs, who and where from, and its place in the chain. */
export function AuditDrawer({ entry, onClose, onNext, onPrevious, returnFocusTo, closed }: AuditDrawerProps) {
  return (
    <Drawer
      open={entry !== null}
      onClose={onClose}
      onNext={onNext}
      onPrevious={onPrevious}
      returnFocusTo={returnFocusTo}
      title={entry?.sentence ?? ""}
    >
      {entry ? (
        <div className="flex flex-col gap-5 px-6 pb-6 max-sm:px-4">
          <section aria-labelledby="audit-change">
            <h3 id="audit-change" className="mb-2">
              What changed
            </h3>
            {closed ?? <Change entry={entry} />}
          </section>
          <Facts title="Entry">
            <Fact name="Action">
              {entry.label} <Mono>{entry.action}</Mono>
            </Fact>
            <Fact name="When">
              <DateTime at={entry.occurredAt} as="full" />
            </Fact>
            <Fact name="By">
              {nameActor(entry.actor)} <Mono>{entry.actor.id}</Mono>
            </Fact>
            <Fact name="Target">
              {entry.target.name ?? entry.target.kind.replaceAll("_", " ")} <Mono>{entry.target.id}</Mono>
            </Fact>
            {closed ? null : <Origin entry={entry} />}
          </Facts>
          <Facts title="Chain">
            <Fact name="Number">{entry.sequence.toLocaleString("en-US")}</Fact>
            <Fact name="Hash">
              <Hash label="hash" value={entry.hash} />
            </Fact>
            <Fact name="Before it">
              <Hash label="hash of the entry before" value={entry.previousHash} />
            </Fact>
          </Facts>
        </div>
      ) : null}
    </Drawer>
  );
}

const isEmpty = (fields: AuditEntry["before"]): boolean => Object.keys(fields ?? {}).length === 0;

function Change({ entry }: { entry: AuditEntry }) {
  if (isEmpty(entry.before) && isEmpty(entry.after))
    return <p className="text-muted text-sm">This action changes no fields.</p>;
  return <Diff label="What changed" before={entry.before} after={entry.after} />;
}

function Origin({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <Fact name="Address">{entry.ip ? <Mono>{entry.ip}</Mono> : <NoValue label="No address" />}</Fact>
      <Fact name="Request">
        {entry.requestId ? <Mono>{entry.requestId}</Mono> : <NoValue label="No request" />}
      </Fact>
    </>
  );
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1">{title}</h3>
      <dl className="divide-y divide-line text-sm">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3 py-2 max-sm:grid-cols-[5.5rem_minmax(0,1fr)]">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Mono({ children }: { children: ReactNode }) {
  return <span className="block break-all font-mono text-muted text-xs">{children}</span>;
}

function Hash({ label, value }: { label: string; value: string }) {
  return (
    <span className="flex items-start gap-2">
      <span className="min-w-0 break-all font-mono text-muted text-xs">{value}</span>
      <CopyButton text={value} label={`Copy the ${label}`} size="xs" variant="quiet" shape="icon" />
    </span>
  );
}
