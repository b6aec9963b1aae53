import type { ActionWords } from "./types";

/** What the provider did is told of the provider, whoever made us look. */
export const billingWords = {
  "checkout.started": {
    kind: "billing",
    label: "Checkout started",
    sentence: "{actor} started a checkout",
    detail: "{actor} started a checkout for {after.price:words}",
  },
  "checkout.completed": {
    kind: "billing",
    label: "Checkout completed",
    sentence: "Stripe: a checkout was completed",
  },
  "checkout.expired": {
    kind: "billing",
    label: "Checkout expired",
    sentence: "Stripe: a checkout expired, nothing was charged",
  },
  "checkout.refused": {
    kind: "billing",
    label: "Checkout refused",
    sentence: "Stripe: a checkout was refused, nothing was charged",
  },
  "customer.created": {
    kind: "billing",
    label: "Billing customer created",
    sentence: "The account became a customer at Stripe",
  },
  "customer.updated": {
    kind: "billing",
    label: "Billing details changed",
    sentence: "Stripe: the billing details changed",
  },
  "customer.deleted": {
    kind: "billing",
    label: "Billing customer deleted",
    sentence: "Stripe: the customer was deleted",
  },
  "invoice.drafted": {
    kind: "billing",
    label: "Invoice drafted",
    sentence: "Stripe: an invoice was drafted",
    detail: "Stripe: an invoice of {after.total:money} was drafted",
  },
  "invoice.issued": {
    kind: "billing",
    label: "Invoice issued",
    sentence: "Stripe: an invoice was issued",
    detail: "Stripe: invoice {target} of {after.total:money} was issued",
  },
  "invoice.paid": {
    kind: "billing",
    label: "Invoice paid",
    sentence: "Stripe: an invoice was paid",
    detail: "Stripe: invoice {target} was paid, {after.paid:money}",
  },
  "invoice.payment_failed": {
    kind: "billing",
    label: "Payment failed",
    sentence: "Stripe: the payment of an invoice failed",
    detail: "Stripe: the payment of invoice {target} failed",
  },
  "invoice.voided": {
    kind: "billing",
    label: "Invoice voided",
    sentence: "Stripe: an invoice was voided",
    detail: "Stripe: invoice {target} was voided",
  },
  "invoice.written_off": {
    kind: "billing",
    label: "Invoice written off",
    sentence: "Stripe: an invoice was marked uncollectible",
    detail: "Stripe: invoice {target} was marked uncollectible",
  },
  "invoice.updated": {
    kind: "billing",
    label: "Invoice changed",
    sentence: "Stripe: an invoice changed",
    detail: "Stripe: invoice {target} changed",
  },
  "invoice.deleted": {
    kind: "billing",
    label: "Draft invoice deleted",
    sentence: "Stripe: a draft invoice was deleted",
  },
  "payment_method.added": {
    kind: "billing",
    label: "Payment method added",
    sentence: "Stripe: a payment method was added",
    detail: "Stripe: a payment method was added, {after.brand:words}",
  },
  "payment_method.updated": {
    kind: "billing",
    label: "Payment method changed",
    sentence: "Stripe: a payment method changed",
    detail: "Stripe: a payment method changed, {after.brand:words}",
  },
  "payment_method.removed": {
    kind: "billing",
    label: "Payment method removed",
    sentence: "Stripe: a payment method was removed",
    detail: "Stripe: a payment method was removed, {before.brand:words}",
  },
  "plan.changed": {
    kind: "billing",
    label: "Plan changed",
    sentence: "The plan changed",
    detail: "The plan changed from {before.price:words} to {after.price:words}",
  },
  "plan.updated": {
    kind: "billing",
    label: "Plan updated",
    sentence: "The terms of the plan changed",
    detail: "The plan's status changed from {before.status:words} to {after.status:words}",
  },
  "portal.opened": {
    kind: "billing",
    label: "Billing portal opened",
    sentence: "{actor} opened the billing portal",
  },
  "purchase.started": {
    kind: "billing",
    label: "Purchase started",
    sentence: "Stripe: a payment is being processed",
    detail: "Stripe: the payment of {after.amount:money} for {after.price:words} is being processed",
  },
  "purchase.paid": {
    kind: "billing",
    label: "Purchase paid",
    sentence: "Stripe: a purchase was paid",
    detail: "Stripe: {after.price:words} was paid, {after.amount:money}",
  },
  "purchase.failed": {
    kind: "billing",
    label: "Purchase failed",
    sentence: "Stripe: the payment of a purchase failed",
    detail: "Stripe: the payment of {after.amount:money} for {after.price:words} failed",
  },
  "purchase.refunded": {
    kind: "billing",
    label: "Purchase refunded",
    sentence: "Stripe: a purchase was refunded",
    detail: "Stripe: {after.price:words} was refunded, {after.amount:money}",
  },
  "subscription.started": {
    kind: "billing",
    label: "Subscription started",
    sentence: "Stripe: a subscription started",
    detail: "Stripe: the subscription to {after.price:words} started",
  },
  "subscription.updated": {
    kind: "billing",
    label: "Subscription changed",
    sentence: "Stripe: the subscription changed",
    detail: "Stripe: the subscription changed from {before.price:words} to {after.price:words}",
  },
  "subscription.renewed": {
    kind: "billing",
    label: "Subscription renewed",
    sentence: "Stripe: the subscription renewed",
    detail: "Stripe: the subscription renewed until {after.periodEnd:date}",
  },
  "subscription.cancellation_scheduled": {
    kind: "billing",
    label: "Cancellation scheduled",
    sentence: "Stripe: the subscription will be canceled",
    detail: "Stripe: the subscription will end on {after.cancelAt:date}",
  },
  "subscription.cancellation_undone": {
    kind: "billing",
    label: "Cancellation undone",
    sentence: "Stripe: the subscription goes on, its cancellation was undone",
  },
  "subscription.ended": {
    kind: "billing",
    label: "Subscription ended",
    sentence: "Stripe: the subscription ended",
  },
  "trial.started": {
    kind: "billing",
    label: "Trial started",
    sentence: "The free trial started",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
