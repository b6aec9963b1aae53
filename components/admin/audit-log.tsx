"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { AuditEntries } from "@/components/audit/audit-entries";
import { nameActor } from "@/components/audit/name-actor";
import { ButtonLink } from "@/components/ui/button-link";
import type { DataColumn } from "@/components/ui/data-table";
import { DateTime } from "@/components/ui/date-time";
import { PageHeader } from "@/components/ui/page-header";
import type { AdminAuditData, AdminAuditRow } from "./types";

export type AuditLogProps = {
  data: AdminAuditData;
  /** Whether the chain holds; comes when the verification has ended. */
  chainNote: ReactNode;
};

/** What was done anywhere. What was in it stays closed until staff have said why they look into that account. */
export function AuditLog({ data: { account, ...list }, chainNote }: AuditLogProps) {
  return (
    <>
      <PageHeader
        title="Audit log"
        actions={account ? <ButtonLink href="/admin/audit">Show every account</ButtonLink> : null}
      >
        {account
          ? `Who did what in ${account.name}. That you look is in its log.`
          : "Who did what in every account and in the installation itself. That you look is in the log."}
      </PageHeader>
      {chainNote}
      <AuditEntries
        {...list}
        prefetch={false}
        emptyHint="Everything that changes from now on stands here."
        phoneDetail={(row) => (
          <>
            <AccountOf row={row} isInText />, <DateTime at={row.occurredAt} as="full" />
          </>
        )}
        columns={columns}
        closed={(row) => (row.isOpen ? undefined : <Closed row={row} />)}
      />
    </>
  );
}

const columns: readonly DataColumn<AdminAuditRow>[] = [
  {
    id: "account",
    header: "Account",
    wideOnly: true,
    className: "[overflow-wrap:anywhere]",
    cell: (row) => <AccountOf row={row} />,
  },
  { id: "by", header: "By", wideOnly: true, cell: (row) => nameActor(row.actor) },
  {
    id: "when",
    header: "When",
    wideOnly: true,
    align: "end",
    className: "whitespace-nowrap tabular-nums",
    cell: (row) => <DateTime at={row.occurredAt} as="full" />,
  },
];

/** @param isInText beside other words, where colour alone would not show that it leads somewhere */
function AccountOf({ row: { account }, isInText = false }: { row: AdminAuditRow; isInText?: boolean }) {
  if (!account) return <span className="text-muted">Installation</span>;
  return (
    <Link href={account.href} prefetch={false} className={isInText ? "underline" : undefined}>
      {account.name}
    </Link>
  );
}

function Closed({ row: { account } }: { row: AdminAuditRow }) {
  if (!account) return null;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-muted text-sm">
        Say first why you look into {account.name}. Its owner can read the reason.
      </p>
      <ButtonLink href={account.logHref} size="sm" prefetch={false}>
        Give a reason
      </ButtonLink>
    </div>
  );
}
