import { buildInvoice } from "@/app/_server/build-invoice";
import { buildLimits } from "@/app/_server/build-limits";
import { buildPlan, factsOfOverview } from "@/app/_server/build-plan";
import type { CustomerData, CustomerKey, Fact } from "@/components/admin/types";
import { describePer } from "@/components/billing/describe-plan";
import type { PlanSummary } from "@/components/billing/types";
import type { Format } from "@/components/format/create-format";
import type { AdminAccountDetails } from "@/lib/operations";

type ApiKey = AdminAccountDetails["apiKeys"][number];
type Activity = AdminAccountDetails["activity"][number];

/** What a customer's page shows, as far as there is data for it. */
export function buildCustomer(details: AdminAccountDetails, now: Date, format: Format): CustomerData {
  const { account, visit, overview, members, apiKeys, activity, invoices, usage } = details;
  const plan = buildPlan(factsOfOverview(overview));
  return {
    id: account.id,
    name: account.name,
    createdAt: account.createdAt,
    owner: members.find(({ role }) => role === "owner")?.name ?? null,
    plan,
    visit,
    subscription: listSubscription(details, plan, format),
    profile: listProfile(details),
    limits: buildLimits(usage),
    invoices: invoices.map((invoice) => buildInvoice(invoice, format)),
    members: members.map((member) => ({ ...member, id: member.personId })),
    keys: apiKeys.map((key) => buildKey(key, now)),
    activity: activity.map(({ id, label, reason, occurredAt, ...entry }) => ({
      id,
      label,
      reason,
      occurredAt,
      by: describeActor(entry),
    })),
    now: now.toISOString(),
  };
}

function listSubscription(
  { overview, subscription, customer }: AdminAccountDetails,
  plan: PlanSummary,
  format: Format,
): Fact[] {
  const price =
    plan.price && plan.interval ? `, ${format.formatMoney(plan.price)} ${describePer(plan.interval)}` : "";
  const { periodStart, periodEnd, nextInvoice } = overview;
  return [
    { name: "Plan", value: `${plan.name}${price}` },
    {
      name: "Cycle",
      value: periodStart && periodEnd ? format.formatDateRange(periodStart, periodEnd) : null,
    },
    {
      name: "Next charge",
      value: nextInvoice
        ? `${format.formatMoney({ amountMinor: nextInvoice.amountCents, currency: nextInvoice.currency })} on ${format.formatDate(nextInvoice.at)}, before tax`
        : null,
    },
    { name: "Ends", value: overview.cancelAt ? format.formatDate(overview.cancelAt) : null },
    { name: "Subscription", value: subscription?.id ?? null, isId: true },
    { name: "Customer", value: customer?.id ?? null, isId: true },
    { name: "Mirrored", value: customer?.syncedAt ? format.formatDateTime(customer.syncedAt) : null },
  ];
}

function listProfile({ account, customer, members }: AdminAccountDetails): Fact[] {
  const owner = members.find(({ role }) => role === "owner");
  return [
    { name: "Owner", value: owner?.name || null },
    { name: "E-mail", value: owner?.email ?? null },
    { name: "Billing e-mail", value: customer?.email ?? null },
    { name: "Billing name", value: customer?.name ?? null },
    { name: "Address", value: customer?.address ?? null },
    { name: "Currency", value: (customer?.currency ?? account.currency).toUpperCase() },
    { name: "Kind", value: account.kind === "personal" ? "Personal account" : "Organization" },
    { name: "Slug", value: account.slug, isId: true },
    { name: "Account", value: account.id, isId: true },
  ];
}

function buildKey(key: ApiKey, now: Date): CustomerKey {
  const hasExpired = key.expiresAt !== null && new Date(key.expiresAt) <= now;
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    state: key.revokedAt ? "revoked" : hasExpired ? "expired" : "live",
    lastUsedAt: key.lastUsedAt,
  };
}

const actors: Readonly<Record<string, string>> = {
  api_key: "An API key",
  job: "A background job",
  webhook: "The payment provider",
  system: "The system",
};

const describeActor = ({ actorKind, actorName }: Pick<Activity, "actorKind" | "actorName">): string =>
  actorKind === "person" ? (actorName ?? "Somebody who is deleted") : (actors[actorKind] ?? actorKind);
