"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { AuditDrawer } from "@/components/audit/audit-drawer";
import { AuditFilters } from "@/components/audit/audit-filters";
import { entryButtonId } from "@/components/audit/audit-table";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardFooter } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { AuditLogTable } from "./audit-log-table";
import type { AdminAuditData, AdminAuditRow } from "./types";

export type AuditLogProps = {
  data: AdminAuditData;
  /** Whether the chain holds; comes when the verification has ended. */
  chainNote: ReactNode;
};

/** What was done anywhere. What was in it stays closed until staff have said why they look into that account. */
export function AuditLog({ data, chainNote }: AuditLogProps) {
  const { rows, filters, account } = data;
  const [openId, setOpenId] = useQueryState("entry", parseAsString);
  const [lastId, setLastId] = useState(openId);
  const index = rows.findIndex(({ id }) => id === openId);
  const entry = rows[index] ?? null;
  function show(id: string) {
    setLastId(id);
    void setOpenId(id);
  }
  const open = (row: AdminAuditRow | undefined) => (row ? () => show(row.id) : undefined);
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
      <Card label="Entries">
        <AuditFilters
          filters={filters}
          actors={data.actors}
          actions={data.actions}
          timeZone={data.timeZone}
        />
        <div className="border-line border-t">
          <AuditLogTable
            rows={rows}
            selectedId={openId}
            isNarrowed={Object.values(filters).some((value) => value !== "")}
            onOpen={show}
          />
        </div>
        <Pages newestHref={data.newestHref} olderHref={data.olderHref} />
      </Card>
      <AuditDrawer
        entry={entry}
        onClose={() => void setOpenId(null)}
        onNext={open(rows[index + 1])}
        onPrevious={open(rows[index - 1])}
        returnFocusTo={lastId === null ? [] : [entryButtonId(lastId)]}
        closed={entry && !entry.isOpen ? <Closed entry={entry} /> : undefined}
      />
    </>
  );
}

function Closed({ entry }: { entry: AdminAuditRow }) {
  if (!entry.account) return null;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-muted text-sm">
        Say first why you look into {entry.account.name}. Its owner can read the reason.
      </p>
      <ButtonLink href={entry.account.logHref} size="sm" prefetch={false}>
        Give a reason
      </ButtonLink>
    </div>
  );
}

function Pages({ newestHref, olderHref }: Pick<AdminAuditData, "newestHref" | "olderHref">) {
  if (!newestHref && !olderHref) return null;
  return (
    <CardFooter>
      <span className="sr-only">Pages</span>
      <span className="ml-auto flex gap-2">
        {newestHref ? (
          <ButtonLink href={newestHref} size="sm" prefetch={false}>
            Newest entries
          </ButtonLink>
        ) : null}
        {olderHref ? (
          <ButtonLink href={olderHref} size="sm" prefetch={false}>
            Older entries
          </ButtonLink>
        ) : null}
      </span>
    </CardFooter>
  );
}
