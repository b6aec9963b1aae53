import { describeAuditAction, listApiKeys, type Permission, recordAudit } from "@/lib/accounts";
import { findSubscription, getOverview, listInvoices } from "@/lib/billing";
import type { AccountContext, Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { DomainError, notFound } from "@/lib/platform/errors";
import { getUsageOverview } from "@/lib/usage";
import {
  type AccountCustomer,
  type AccountFacts,
  findAccountFacts,
  findCustomerOf,
  findVisit,
  listActivity,
  listMembers,
} from "./repository";
import { requireAdminPerson } from "./require-admin";
import type { AdminAccountDetails } from "./schemas";

const MOST_INVOICES = 12;
const MOST_MEMBERS = 50;
const MOST_ACTIVITY = 20;

/** What reading an account takes, and nothing that changes it. */
const READING: readonly Permission[] = ["billing.read", "usage.read", "api_keys.manage"];

/**
 * The account as far as a back office may know it before a reason is given.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getAccountFacts(ctx: Context, accountId: string): Promise<AccountFacts> {
  requireAdminPerson(ctx);
  const facts = await findAccountFacts(accountId);
  if (!facts) throw notFound("The account");
  return facts;
}

/**
 * Everything that the back office shows of one account. Each look leaves a row in the account's own audit log,
 * which is written before anything is read.
 *
 * @throws DomainError NOT_FOUND; REASON_REQUIRED unless the admin has said within the hour why they look
 */
export async function viewAccount(ctx: Context, accountId: string): Promise<AdminAccountDetails> {
  const personId = requireAdminPerson(ctx);
  const facts = await getAccountFacts(ctx, accountId);
  const visit = await findVisit(accountId, personId, ctx.clock.now());
  if (!visit) {
    throw new DomainError(
      403,
      "REASON_REQUIRED",
      "Say first why you open this account; its owner can read it.",
    );
  }
  await recordAudit(database(), ctx, {
    accountId,
    action: "account.viewed_by_admin",
    targetKind: "account",
    targetId: accountId,
    after: { visitId: visit.id, reason: visit.reason },
  });
  const reader: AccountContext = { ...ctx, account: { id: accountId }, permissions: new Set(READING) };
  const [overview, subscription, { invoices }, customer, usage, members, apiKeys, activity] =
    await Promise.all([
      getOverview(reader),
      findSubscription(reader),
      listInvoices(reader, { limit: MOST_INVOICES }),
      findCustomerOf(accountId),
      getUsageOverview(accountId, ctx.clock),
      listMembers(accountId, MOST_MEMBERS),
      listApiKeys(reader),
      listActivity(accountId, MOST_ACTIVITY),
    ]);
  return {
    account: { ...facts, createdAt: facts.createdAt.toISOString() },
    visit: {
      id: visit.id,
      reason: visit.reason,
      openedAt: visit.openedAt.toISOString(),
      endsAt: visit.endsAt.toISOString(),
    },
    overview,
    subscription,
    invoices,
    customer: customer && describeCustomer(customer),
    usage,
    members: [...members],
    apiKeys: apiKeys.map(({ lastUsedIp: _, ...key }) => key),
    activity: activity.map((entry) => ({ ...entry, label: describeAuditAction(entry.action) })),
  };
}

const ADDRESS_LINES = ["line1", "line2", "city", "state", "postalCode", "country"] as const;

function describeCustomer({ address, syncedAt, ...customer }: AccountCustomer) {
  const lines = ADDRESS_LINES.map((line) => address?.[line]).filter(Boolean);
  return {
    ...customer,
    address: lines.length > 0 ? lines.join(", ") : null,
    syncedAt: syncedAt?.toISOString() ?? null,
  };
}
