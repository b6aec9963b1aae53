import { database } from "@/lib/platform/db";

export interface ClosingFacts {
  /** The paid plan in force; null on the free one. */
  readonly plan: { readonly tierKey: string; readonly until: Date | null } | null;
  /** Invoices that are owed. */
  readonly openInvoices: number;
}

/** What an account would lose if it were deleted. One round trip. */
export async function findClosingFacts(accountId: string): Promise<ClosingFacts> {
  const [row] = await database()<{ tierKey: string | null; until: Date | null; openInvoices: number }[]>`
    select plan.tier_key, coalesce(primary_one.current_period_end, plan.access_until) as until,
      (select count(*)::int from invoices i where i.account_id = ${accountId} and i.status = 'open') as open_invoices
    from (select 1) as one
    left join account_plans plan on plan.account_id = ${accountId} and plan.source <> 'free'
      and (plan.access_until is null or plan.access_until > now())
    left join subscriptions primary_one on primary_one.account_id = ${accountId} and primary_one.is_primary`;
  const plan = row?.tierKey ? { tierKey: row.tierKey, until: row.until } : null;
  return { plan, openInvoices: row?.openInvoices ?? 0 };
}
