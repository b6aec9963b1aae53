import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import {
  AUDIT_PAGE_SIZE,
  type AuditSearch,
  readAuditAddress,
  writeAuditAddress,
} from "@/app/_server/audit-address";
import { listActionChoices } from "@/app/_server/audit-choices";
import { buildSettingsTabs } from "@/app/_server/build-settings-tabs";
import { describeAudit } from "@/app/_server/describe-audit";
import { requirePageContext } from "@/app/_server/page-context";
import { getFormat, getReader } from "@/app/_server/reader";
import { Audit } from "@/components/audit/audit";
import { ChainNote, ChainNoteWaiting } from "@/components/audit/chain-note";
import { getChainStatus, readAuditPage } from "@/lib/accounts";
import { accountPath } from "@/lib/platform/account-path";
import type { Clock } from "@/lib/platform/clock";
import { listActors } from "./list-actors";

export const metadata: Metadata = { title: "Audit log" };

export interface AuditPageProps {
  readonly params: Promise<{ account: string }>;
  readonly searchParams: Promise<AuditSearch>;
}

export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const { account } = await params;
  const { ctx, membership, supabase } = await requirePageContext(account, "/settings/audit");
  if (!ctx.permissions.has("audit.read")) notFound();
  const { timeZone } = await getReader();
  const { values, filters, after } = readAuditAddress(await searchParams, timeZone);
  const [{ records, hasMore }, actors] = await Promise.all([
    readAuditPage(supabase, ctx.account.id, {
      ...filters,
      ...(after && { startingAfter: after }),
      limit: AUDIT_PAGE_SIZE,
    }),
    listActors(ctx, values.actor),
  ]);
  const entries = await describeAudit(ctx, ctx.account.id, records, await getFormat());
  const path = accountPath(account, "/settings/audit");
  return (
    <Audit
      data={{
        accountName: membership.accountName,
        entries,
        actors,
        actions: listActionChoices("account"),
        filters: values,
        exportQuery: new URLSearchParams(Object.entries(filters)).toString(),
        timeZone,
        olderHref: hasMore ? writeAuditAddress(path, values, records.at(-1)?.id ?? null) : null,
        newestHref: after ? writeAuditAddress(path, values, null) : null,
      }}
      tabs={buildSettingsTabs(membership)}
      chainNote={
        <Suspense fallback={<ChainNoteWaiting />}>
          <Verified accountId={ctx.account.id} clock={ctx.clock} />
        </Suspense>
      }
    />
  );
}

/** Verifies the chain while the entries are already shown. */
async function Verified({ accountId, clock }: { readonly accountId: string; readonly clock: Clock }) {
  return <ChainNote note={await getChainStatus(accountId, clock)} />;
}
