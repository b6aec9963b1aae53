import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { ADMIN_AUDIT, requireAdmin } from "@/app/_server/admin-context";
import { AUDIT_PAGE_SIZE, type AuditSearch, readAuditAddress } from "@/app/_server/audit-address";
import { getFormat, getReader } from "@/app/_server/reader";
import { AuditLog } from "@/components/admin/audit-log";
import { OpenCustomer } from "@/components/admin/open-customer";
import { ChainNote, ChainNoteWaiting } from "@/components/audit/chain-note";
import { getChainStatus } from "@/lib/accounts";
import { adminAccountParams, getAccountFacts, listAuditForAdmin } from "@/lib/operations";
import type { Clock } from "@/lib/platform/clock";
import type { Context } from "@/lib/platform/context";
import { DomainError } from "@/lib/platform/errors";
import { buildAuditLog } from "./build-audit-log";

export const metadata: Metadata = { title: "Audit log" };

/** The log over every account and the installation, or of one account that the admin has opened with a reason. */
export default async function AdminAuditPage({ searchParams }: { searchParams: Promise<AuditSearch> }) {
  const { ctx } = await requireAdmin(ADMIN_AUDIT);
  const search = await searchParams;
  const { timeZone } = await getReader();
  const { values, filters, after } = readAuditAddress(search, timeZone);
  const account = await findAccount(ctx, search["account"]);
  try {
    const page = await listAuditForAdmin(ctx, {
      ...filters,
      ...(account && { accountId: account.id }),
      ...(after && { startingAfter: after }),
      limit: AUDIT_PAGE_SIZE,
    });
    const data = await buildAuditLog({
      ctx,
      page,
      account,
      filters: values,
      isFirst: !after,
      timeZone,
      format: await getFormat(),
    });
    const chainNote = (
      <Suspense fallback={<ChainNoteWaiting />}>
        <Verified accountId={account?.id ?? null} clock={ctx.clock} />
      </Suspense>
    );
    return <AuditLog data={data} chainNote={chainNote} />;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "REASON_REQUIRED" || !account) throw error;
    return <OpenCustomer id={account.id} name={account.name} />;
  }
}

/** The account of the address; none for every account. */
async function findAccount(ctx: Context, id: AuditSearch[string]) {
  if (id === undefined) return null;
  const params = adminAccountParams.safeParse({ id });
  if (!params.success) notFound();
  try {
    return await getAccountFacts(ctx, params.data.id);
  } catch (error) {
    if (error instanceof DomainError && error.status === 404) notFound();
    throw error;
  }
}

/** Verifies the chain while the entries are already shown. */
async function Verified({ accountId, clock }: { readonly accountId: string | null; readonly clock: Clock }) {
  return <ChainNote note={await getChainStatus(accountId, clock)} />;
}
