import { buildPlan, factsOfTier } from "@/app/_server/build-plan";
import type { CustomersData } from "@/components/admin/types";
import type { AdminAccountPage } from "@/lib/operations";

interface CustomersQuery {
  readonly q?: string | undefined;
  readonly startingAfter?: string | undefined;
}

/** What the list of customers shows. */
export function buildCustomers(
  { accounts, hasMore }: AdminAccountPage,
  { q = "", startingAfter }: CustomersQuery,
  now: Date,
): CustomersData {
  const last = accounts.at(-1);
  return {
    search: q,
    rows: accounts.map((account) => ({
      id: account.id,
      href: `/admin/customers/${account.id}`,
      name: account.name,
      slug: account.slug,
      isPersonal: account.kind === "personal",
      plan: buildPlan({
        ...factsOfTier(account.plan, "", "usd"),
        status: account.subscriptionStatus ?? "active",
      }),
      members: account.members,
      createdAt: account.createdAt,
    })),
    newestHref: startingAfter === undefined ? null : addressOf(q),
    olderHref: hasMore && last ? addressOf(q, last.id) : null,
    now: now.toISOString(),
  };
}

function addressOf(q: string, startingAfter?: string): string {
  const query = new URLSearchParams({ ...(q && { q }), ...(startingAfter && { startingAfter }) }).toString();
  return query ? `/admin/customers?${query}` : "/admin/customers";
}
