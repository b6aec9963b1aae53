import { z } from "zod";

/**
 * What billing tells the other domains, through the outbox, in the transaction that made it so. Payloads carry
 * ids and the change; who needs more reads the rows.
 */
export const providerEventReceived = {
  name: "billing/provider_event.received",
  data: z.object({
    eventId: z.string(),
    type: z.string(),
    /** Runs of one key never overlap: the customer's id, or the event's own where it names no customer. */
    lockKey: z.string(),
  }),
} as const;

export const subscriptionUpdated = {
  name: "billing/subscription.updated",
  data: z.object({
    accountId: z.uuid(),
    subscriptionId: z.string(),
    status: z.string(),
    /** Null when the subscription is new to us. */
    previousStatus: z.string().nullable(),
    priceKey: z.string(),
    previousPriceKey: z.string().nullable(),
  }),
} as const;

export const invoiceUpdated = {
  name: "billing/invoice.updated",
  data: z.object({
    accountId: z.uuid(),
    invoiceId: z.string(),
    status: z.string(),
    previousStatus: z.string().nullable(),
  }),
} as const;

/** Once for each invoice: when it is first seen paid. */
export const invoicePaid = {
  name: "billing/invoice.paid",
  data: z.object({
    accountId: z.uuid(),
    invoiceId: z.string(),
    subscriptionId: z.string().nullable(),
    billingReason: z.string().nullable(),
    amountPaidCents: z.int(),
    currency: z.string(),
  }),
} as const;

/** Once for each purchase: when it is first seen paid. */
export const purchasePaid = {
  name: "billing/purchase.paid",
  data: z.object({
    accountId: z.uuid(),
    purchaseId: z.string(),
    priceKey: z.string(),
    quantity: z.int(),
  }),
} as const;

export const purchaseUpdated = {
  name: "billing/purchase.updated",
  data: z.object({
    accountId: z.uuid(),
    purchaseId: z.string(),
    status: z.string(),
    previousStatus: z.string().nullable(),
  }),
} as const;

export const planChanged = {
  name: "billing/plan.changed",
  data: z.object({
    accountId: z.uuid(),
    planKey: z.string(),
    previousPlanKey: z.string(),
    priceKey: z.string(),
    status: z.string(),
  }),
} as const;
