import type { z } from "zod";
import type { OutboxEvent } from "@/lib/platform/outbox";
import {
  invoicePaid,
  invoiceUpdated,
  planChanged,
  purchasePaid,
  purchaseUpdated,
  subscriptionUpdated,
} from "../events";
import type { MirrorChanges, StoredMirror } from "../repository/mirror";

/** What the other domains are told of a sync's changes. No change, no event. */
export function computeEvents(
  accountId: string,
  stored: StoredMirror,
  changes: MirrorChanges,
): readonly OutboxEvent[] {
  const subscriptions = new Map(stored.subscriptions.map((row) => [row.id, row]));
  const purchases = new Map(stored.purchases.map((row) => [row.id, row]));
  const invoices = new Map(stored.invoices.map((row) => [row.id, row]));
  return [
    ...changes.subscriptions.map((row) =>
      event(subscriptionUpdated, {
        accountId,
        subscriptionId: row.id,
        status: row.status,
        previousStatus: subscriptions.get(row.id)?.status ?? null,
        priceKey: row.priceKey,
        previousPriceKey: subscriptions.get(row.id)?.priceKey ?? null,
      }),
    ),
    ...changes.invoices.flatMap((row) => {
      const before = invoices.get(row.id);
      const updated = event(invoiceUpdated, {
        accountId,
        invoiceId: row.id,
        status: row.status,
        previousStatus: before?.status ?? null,
      });
      if (row.status !== "paid" || before?.status === "paid") return [updated];
      const paid = event(invoicePaid, {
        accountId,
        invoiceId: row.id,
        subscriptionId: row.subscriptionId,
        billingReason: row.billingReason,
        amountPaidCents: row.amountPaidCents,
        currency: row.currency,
      });
      return [updated, paid];
    }),
    ...changes.purchases.flatMap((row) => {
      const before = purchases.get(row.id);
      const updated = event(purchaseUpdated, {
        accountId,
        purchaseId: row.id,
        status: row.status,
        previousStatus: before?.status ?? null,
      });
      if (row.status !== "paid" || before?.status === "paid") return [updated];
      const { id: purchaseId, priceKey, quantity } = row;
      return [updated, event(purchasePaid, { accountId, purchaseId, priceKey, quantity })];
    }),
    ...planEvents(accountId, stored, changes),
  ];
}

function planEvents(accountId: string, stored: StoredMirror, changes: MirrorChanges): readonly OutboxEvent[] {
  const { plan } = changes;
  if (!plan) return [];
  const previousPlanKey = stored.plan?.tierKey ?? "free";
  const same =
    previousPlanKey === plan.tierKey &&
    (stored.plan?.priceKey ?? "free") === plan.priceKey &&
    (stored.plan?.status ?? "active") === plan.status;
  // A moved anchor or a new end of access is no other plan.
  if (same) return [];
  const { tierKey: planKey, priceKey, status } = plan;
  return [event(planChanged, { accountId, planKey, previousPlanKey, priceKey, status })];
}

function event<S extends z.ZodType<Record<string, unknown>>>(
  definition: { readonly name: string; readonly data: S },
  data: z.input<S>,
): OutboxEvent {
  return { name: definition.name, data: definition.data.parse(data) };
}
