import type { Metadata } from "next";
import { requireAdmin } from "@/app/_server/admin-context";
import { readQuery } from "@/app/_server/read-query";
import { Customers } from "@/components/admin/customers";
import { adminAccountQuery, listAccountsForAdmin } from "@/lib/operations";
import { buildCustomers } from "./build-customers";

export const metadata: Metadata = { title: "Customers" };

export interface CustomersSearch {
  readonly q?: string;
  readonly startingAfter?: string;
}

export default async function CustomersPage({ searchParams }: { searchParams: Promise<CustomersSearch> }) {
  const { ctx } = await requireAdmin("/admin/customers");
  const { q, startingAfter } = await searchParams;
  // An address that was typed wrongly shows the first page rather than an error.
  const query = adminAccountQuery.safeParse({ q: readQuery(q), startingAfter }).data ?? {};
  const page = await listAccountsForAdmin(ctx, query);
  return <Customers data={buildCustomers(page, query, ctx.clock.now())} />;
}
