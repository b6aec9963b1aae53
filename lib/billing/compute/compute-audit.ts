import { isDeepStrictEqual } from "node:util";
import type { AuditEntry } from "@/lib/accounts";
import type { ChangedCheckout } from "../repository/checkout-sessions";
import type { MirrorChanges, StoredMirror } from "../repository/mirror";
import {
  type Fields,
  nameInvoiceChange,
  namePlanChange,
  nameSubscriptionChange,
  showCustomer,
  showInvoice,
  showPaymentMethod,
  showPlan,
  showPurchase,
  showSubscription,
} from "./audit-fields";

/** Tier and price of an account that never bought anything. */
const FREE = "free";

type Named = Omit<AuditEntry, "accountId">;

export interface SyncFacts {
  readonly stored: StoredMirror;
  readonly changes: MirrorChanges;
  /** Checkouts that this sync found changed. */
  readonly checkouts: readonly ChangedCheckout[];
  /** When the account's first trial began, if this sync learned of it. */
  readonly trialStart: Date | null;
}

/**
 * The audit entries of a sync: one for each thing that is different now, with the fields that differ. What no
 * reader would call a change, such as a new address of an invoice's page, leaves none.
 */
export function computeAudit(accountId: string, facts: SyncFacts): readonly AuditEntry[] {
  const { checkouts, trialStart } = facts;
  const entries: readonly Named[] = [
    ...customerEntries(facts),
    ...paymentMethodEntries(facts),
    ...checkouts.flatMap(checkoutEntry),
    ...subscriptionEntries(facts),
    ...purchaseEntries(facts),
    ...invoiceEntries(facts),
    ...(trialStart
      ? [
          {
            action: "trial.started",
            targetKind: "account",
            targetId: accountId,
            after: { startedAt: trialStart },
          } as const,
        ]
      : []),
    ...planEntries(facts),
  ];
  return entries.map((entry) => ({ accountId, ...entry }));
}

function customerEntries({ stored, changes: { customer } }: SyncFacts): readonly Named[] {
  if (!customer) return [];
  const before = stored.customer && showCustomer(stored.customer);
  const after = showCustomer(customer);
  if (isDeepStrictEqual(before, after)) return [];
  const isGone = customer.deletedAt !== null && !stored.customer?.deletedAt;
  return [change(isGone ? "customer.deleted" : "customer.updated", "customer", customer.id, before, after)];
}

function paymentMethodEntries({ stored, changes }: SyncFacts): readonly Named[] {
  const before = byId(stored.paymentMethods);
  return [
    ...changes.paymentMethods.flatMap((row) => {
      const known = before.get(row.id);
      const was = known && showPaymentMethod(known);
      const is = showPaymentMethod(row);
      if (isDeepStrictEqual(was, is)) return [];
      return [
        change(was ? "payment_method.updated" : "payment_method.added", "payment_method", row.id, was, is),
      ];
    }),
    ...changes.gone.paymentMethods.flatMap((id) => {
      const known = before.get(id);
      return known
        ? [change("payment_method.removed", "payment_method", id, showPaymentMethod(known), undefined)]
        : [];
    }),
  ];
}

function checkoutEntry(row: ChangedCheckout): readonly Named[] {
  if (row.status === row.previousStatus || row.status === "open") return [];
  const before = { status: row.previousStatus, paymentStatus: row.previousPaymentStatus };
  const after = { status: row.status, paymentStatus: row.paymentStatus };
  const action = row.status === "complete" ? "checkout.completed" : "checkout.expired";
  return [change(action, "checkout", row.id, before, after)];
}

function subscriptionEntries({ stored, changes }: SyncFacts): readonly Named[] {
  const before = byId(stored.subscriptions);
  return changes.subscriptions.flatMap((row) => {
    const known = before.get(row.id);
    const was = known && showSubscription(known);
    const is = showSubscription(row);
    if (isDeepStrictEqual(was, is)) return [];
    return [change(nameSubscriptionChange(known, row), "subscription", row.id, was, is)];
  });
}

const purchaseActions = {
  paid: "purchase.paid",
  refunded: "purchase.refunded",
  processing: "purchase.started",
  failed: "purchase.failed",
} as const;

function purchaseEntries({ stored, changes }: SyncFacts): readonly Named[] {
  const before = byId(stored.purchases);
  return changes.purchases.flatMap((row) => {
    const known = before.get(row.id);
    const was = known && showPurchase(known);
    const is = showPurchase(row);
    if (isDeepStrictEqual(was, is)) return [];
    return [change(purchaseActions[row.status], "purchase", row.id, was, is)];
  });
}

function invoiceEntries({ stored, changes }: SyncFacts): readonly Named[] {
  const before = byId(stored.invoices);
  const told = changes.invoices.flatMap((row) => {
    const known = before.get(row.id);
    const was = known && showInvoice(known);
    const is = showInvoice(row);
    if (isDeepStrictEqual(was, is)) return [];
    return [change(nameInvoiceChange(known, row), "invoice", row.id, was, is)];
  });
  const gone = changes.gone.invoices.flatMap((id) => {
    const known = before.get(id);
    return known ? [change("invoice.deleted", "invoice", id, showInvoice(known), undefined)] : [];
  });
  return [...told, ...gone];
}

function planEntries({ stored, changes: { plan } }: SyncFacts): readonly Named[] {
  if (!plan) return [];
  // An account without a row is on free: the row that says so is no change.
  if (!stored.plan && plan.source === "free") return [];
  const was = stored.plan ? showPlan(stored.plan) : { plan: FREE, price: FREE };
  const is = showPlan(plan);
  if (isDeepStrictEqual(was, is)) return [];
  return [change(namePlanChange(stored.plan, plan), "plan", plan.tierKey, was, is)];
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

const change = (
  action: AuditEntry["action"],
  targetKind: string,
  targetId: string,
  before: Fields | null | undefined,
  after: Fields | undefined,
): Named => ({
  action,
  targetKind,
  targetId,
  ...(before && { before }),
  // Of a thing that is new, what it has not is no difference.
  ...(after && { after: before ? after : withoutNulls(after) }),
});

const withoutNulls = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
