import { isDeepStrictEqual } from "node:util";
import type { ObjectIds } from "../providers/stripe/fetch-customer-state";
import type { MirrorChanges, StoredMirror } from "../repository/mirror";
import { choosePrimary, isEnded } from "./choose-primary";
import type { Mirror } from "./compute-mirror";
import { computePlan, listUnpaidStarts } from "./compute-plan";
import type { CustomerRow, SubscriptionRow } from "./rows";

export interface AccountFacts {
  readonly id: string;
  readonly createdAt: Date;
}

export interface ChangeFacts {
  readonly account: AccountFacts;
  readonly stored: StoredMirror;
  readonly mirror: Mirror;
  readonly missing: ObjectIds;
  readonly currentVersion: number;
  readonly now: Date;
}

/**
 * What has to be written so that the mirror says what the provider says: nothing for rows that are equal, so
 * that a second sync writes nothing and tells nobody.
 */
export function computeChanges(facts: ChangeFacts): MirrorChanges {
  const { account, stored, mirror, missing, currentVersion, now } = facts;
  const customer = mirror.customer ?? tombstone(stored.customer, now);
  const subscriptions = withPrimary(
    merge(stored.subscriptions, [
      ...mirror.subscriptions,
      ...endMissing(stored.subscriptions, missing.subscriptions, now),
    ]),
  );
  const purchases = merge(stored.purchases, mirror.purchases);
  const plan = computePlan({
    accountId: account.id,
    accountCreatedAt: account.createdAt,
    currentVersion: freeVersion(stored, currentVersion),
    subscriptions,
    purchases,
    unpaidStarts: listUnpaidStarts(mirror.invoices),
  });
  const lineIds = new Set(mirror.lines.map((line) => line.id));
  const methodIds = new Set(mirror.paymentMethods.map((method) => method.id));
  const readInvoices = new Set(mirror.invoices.map((invoice) => invoice.id));
  return {
    customer: customer && !isDeepStrictEqual(customer, stored.customer) ? customer : null,
    subscriptions: differing(stored.subscriptions, subscriptions),
    purchases: differing(stored.purchases, purchases),
    invoices: differing(stored.invoices, mirror.invoices),
    lines: differing(stored.lines, mirror.lines),
    paymentMethods: differing(stored.paymentMethods, mirror.paymentMethods),
    plan: isDeepStrictEqual(plan, stored.plan) ? null : plan,
    gone: {
      // Only drafts can be deleted at the provider; what was once issued stays on record.
      invoices: stored.invoices
        .filter((invoice) => invoice.status === "draft" && missing.invoices.includes(invoice.id))
        .map((invoice) => invoice.id),
      lines: stored.lines
        .filter((line) => readInvoices.has(line.invoiceId) && !lineIds.has(line.id))
        .map((line) => line.id),
      paymentMethods: stored.paymentMethods
        .filter((method) => !methodIds.has(method.id))
        .map((method) => method.id),
    },
  };
}

/** A deleted customer keeps its row, for the invoices' sake, without what identifies a person. */
function tombstone(stored: CustomerRow | null, now: Date): CustomerRow | null {
  if (!stored || stored.deletedAt) return stored;
  return { ...stored, email: null, name: null, address: null, defaultPaymentMethodId: null, deletedAt: now };
}

/** A subscription that the provider does not know any more has ended, whatever it was. */
function endMissing(
  stored: readonly SubscriptionRow[],
  missing: readonly string[],
  now: Date,
): readonly SubscriptionRow[] {
  return stored
    .filter((subscription) => missing.includes(subscription.id) && !isEnded(subscription.status))
    .map((subscription) => ({
      ...subscription,
      status: "canceled",
      canceledAt: subscription.canceledAt ?? now,
      endedAt: now,
    }));
}

/** An account that is on free already stays on the limits it has, until the catalog moves it. */
function freeVersion(stored: StoredMirror, currentVersion: number): number {
  return stored.plan?.source === "free" ? stored.plan.catalogVersion : currentVersion;
}

function merge<T extends { readonly id: string }>(stored: readonly T[], read: readonly T[]): readonly T[] {
  return [...new Map([...stored, ...read].map((row) => [row.id, row])).values()];
}

function differing<T extends { readonly id: string }>(
  stored: readonly T[],
  next: readonly T[],
): readonly T[] {
  const before = new Map(stored.map((row) => [row.id, row]));
  return next.filter((row) => !isDeepStrictEqual(row, before.get(row.id)));
}

function withPrimary(subscriptions: readonly SubscriptionRow[]): readonly SubscriptionRow[] {
  const primary = choosePrimary(subscriptions);
  return subscriptions.map((subscription) => ({ ...subscription, isPrimary: subscription.id === primary }));
}
