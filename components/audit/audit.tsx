"use client";

import type { ReactNode } from "react";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import type { SettingsTab } from "@/components/settings/types";
import type { DataColumn } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { NoValue } from "@/components/ui/no-value";
import { PageHeader } from "@/components/ui/page-header";
import { AuditEntries } from "./audit-entries";
import { ExportMenu } from "./export-menu";
import { nameActor } from "./name-actor";
import type { AuditEntry, AuditPageData } from "./types";

export type AuditProps = {
  data: AuditPageData;
  tabs: readonly SettingsTab[];
  /** Whether the chain holds; comes when the verification has ended. */
  chainNote: ReactNode;
};

/** Everything that was done in the account, with its proof. */
export function Audit({ data, tabs, chainNote }: AuditProps) {
  const { accountName, exportQuery, entries, ...list } = data;
  return (
    <>
      <PageHeader title="Audit log" actions={<ExportMenu query={exportQuery} />}>
        Who did what in {accountName}. Entries are added and never changed.
      </PageHeader>
      <SettingsTabs tabs={tabs} />
      {chainNote}
      <AuditEntries
        {...list}
        rows={entries}
        emptyHint="Everything that changes in this account from now on stands here."
        phoneDetail={(entry) => (
          <>
            {nameActor(entry.actor)}, <DateTime at={entry.occurredAt} as="full" />
          </>
        )}
        columns={columns}
      />
    </>
  );
}

const columns: readonly DataColumn<AuditEntry>[] = [
  { id: "by", header: "By", wideOnly: true, cell: (entry) => nameActor(entry.actor) },
  {
    id: "address",
    header: "Address",
    wideOnly: true,
    cell: ({ ip }) =>
      ip === null ? <NoValue label="No address" /> : <span className="font-mono text-xs">{ip}</span>,
  },
  {
    id: "when",
    header: "When",
    wideOnly: true,
    align: "end",
    className: "whitespace-nowrap tabular-nums",
    cell: ({ occurredAt }) => <DateTime at={occurredAt} as="full" />,
  },
  {
    id: "sequence",
    header: "No.",
    wideOnly: true,
    align: "end",
    className: "tabular-nums text-muted",
    cell: ({ sequence }) => sequence.toLocaleString("en-US"),
  },
];
