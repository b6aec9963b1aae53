import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireAdmin } from "@/app/_server/admin-context";
import { getFormat } from "@/app/_server/reader";
import { Customer } from "@/components/admin/customer";
import { OpenCustomer } from "@/components/admin/open-customer";
import { adminAccountParams, getAccountFacts, viewAccount } from "@/lib/operations";
import { DomainError } from "@/lib/platform/errors";
import { buildCustomer } from "./build-customer";

export const metadata: Metadata = { title: "Customer" };

/** One customer, once the admin has said why; every look is in the customer's own audit log. */
export default async function CustomerPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx } = await requireAdmin(`/admin/customers/${encodeURIComponent(id)}`);
  if (!adminAccountParams.safeParse({ id }).success) notFound();
  try {
    return <Customer data={buildCustomer(await viewAccount(ctx, id), ctx.clock.now(), await getFormat())} />;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.status === 404) notFound();
    if (error.code !== "REASON_REQUIRED") throw error;
  }
  const { name } = await getAccountFacts(ctx, id);
  return <OpenCustomer id={id} name={name} />;
}
