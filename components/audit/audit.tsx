"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import type { SettingsTab } from "@/components/settings/types";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardFooter } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { AuditDrawer } from "./audit-drawer";
import { AuditFilters } from "./audit-filters";
import { AuditTable, entryButtonId } from "./audit-table";
import { ExportMenu } from "./export-menu";
import type { AuditPageData } from "./types";

export type AuditProps = {
  data: AuditPageData;
  tabs: readonly SettingsTab[];
  /** Whether the chain holds; comes when the verification has ended. */
  chainNote: ReactNode;
};

/** Everything that was done in the account, with its proof. */
export function Audit({ data, tabs, chainNote }: AuditProps) {
  const { entries, filters } = data;
  const [openId, setOpenId] = useQueryState("entry", parseAsString);
  // The row that gets the focus back: the one that was opened last, also by J and K.
  const [lastId, setLastId] = useState(openId);
  const index = entries.findIndex(({ id }) => id === openId);
  function show(id: string) {
    setLastId(id);
    void setOpenId(id);
  }
  const open = (entry: { id: string } | undefined) => (entry ? () => show(entry.id) : undefined);
  return (
    <>
      <PageHeader title="Audit log" actions={<ExportMenu query={data.exportQuery} />}>
        Who did what in {data.accountName}. Entries are added and never changed.
      </PageHeader>
      <SettingsTabs tabs={tabs} />
      {chainNote}
      <Card label="Entries">
        <AuditFilters
          filters={filters}
          actors={data.actors}
          actions={data.actions}
          timeZone={data.timeZone}
        />
        <div className="border-line border-t">
          <AuditTable
            entries={entries}
            selectedId={openId}
            isNarrowed={Object.values(filters).some((value) => value !== "")}
            onOpen={show}
          />
        </div>
        {data.olderHref || data.newestHref ? (
          <CardFooter>
            {data.newestHref ? (
              <ButtonLink href={data.newestHref} size="sm">
                Newest entries
              </ButtonLink>
            ) : (
              <span />
            )}
            {data.olderHref ? (
              <ButtonLink href={data.olderHref} size="sm">
                Older entries
              </ButtonLink>
            ) : (
              <span />
            )}
          </CardFooter>
        ) : null}
      </Card>
      <AuditDrawer
        entry={entries[index] ?? null}
        onClose={() => void setOpenId(null)}
        onNext={open(entries[index + 1])}
        onPrevious={open(entries[index - 1])}
        returnFocusTo={lastId === null ? [] : [entryButtonId(lastId)]}
      />
    </>
  );
}
