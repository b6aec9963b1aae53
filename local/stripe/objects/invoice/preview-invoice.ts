import type { Stripe } from "stripe";
import { missingParam } from "../../http/stripe-error";
import type { Invoice, Subscription } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { createInvoiceItem, pendingLines } from "../invoice-item/invoice-items";
import { draftRenewal } from "../subscription/advance-subscription";
import { billChange } from "../subscription/bill-change";
import { resolveCancelAt } from "../subscription/cancel-at";
import { cancelNow } from "../subscription/cancel-subscription";
import { createSubscription } from "../subscription/create-subscription";
import { getSubscription } from "../subscription/find-subscription";
import { moveEnd } from "../subscription/move-end";
import { computePlanChange } from "../subscription/plan-change";
import { periodOf } from "../subscription/subscription-items";
import { readChange } from "../subscription/update-subscription";
import { draftInvoice } from "./draft-invoice";

type Params = Stripe.InvoiceCreatePreviewParams;

export const PREVIEW_PARAMS = [
  "automatic_tax",
  "currency",
  "customer",
  "discounts",
  "invoice_items",
  "preview_mode",
  "subscription",
  "subscription_details",
] as const satisfies readonly (keyof Params)[];

/**
 * The invoice that would follow, made by the very code that makes it and then taken back, so that a preview and its
 * invoice cannot differ (https://docs.stripe.com/api/invoices/create_preview). Without a change that is billed now
 * it is the next renewal.
 */
export function previewInvoice(world: World, params: Params): Invoice {
  const invoice = world.rehearse(() => rehearseInvoice(world, params));
  const id = `upcoming_${invoice.id}`;
  return {
    ...invoice,
    id,
    auto_advance: false,
    automatically_finalizes_at: null,
    lines: {
      ...invoice.lines,
      data: invoice.lines.data.map((line) => ({ ...line, invoice: id })),
      url: `/v1/invoices/upcoming/lines?customer=${invoice.customer}`,
    },
  };
}

function rehearseInvoice(world: World, params: Params): Invoice {
  if (params.subscription) return rehearseChange(world, params, params.subscription);
  if (!params.customer) throw missingParam("customer");
  addItems(world, params, params.customer);
  const details = params.subscription_details;
  if (!details?.items) {
    const customer = world.state.customers.get(params.customer);
    const now = world.nowOf(params.customer);
    const currency = (params.currency ?? customer.currency ?? "usd").toLowerCase();
    return draftInvoice(world, {
      customer: customer.id,
      currency,
      billingReason: "manual",
      lines: pendingLines(world, customer.id, currency, null),
      period: { start: now, end: now },
      autoAdvance: false,
      ...(params.automatic_tax ? { automaticTax: params.automatic_tax.enabled } : {}),
      discounts: redeemDiscounts(world, params.discounts || [], { customer: customer.id }),
    });
  }
  const items = details.items.map(({ id: _id, deleted: _deleted, clear_usage: _clear, ...item }) => item);
  const { invoice } = createSubscription(
    world,
    {
      customer: params.customer,
      items: items as NonNullable<Stripe.SubscriptionCreateParams["items"]>,
      ...(params.currency ? { currency: params.currency } : {}),
      ...(params.automatic_tax ? { automatic_tax: params.automatic_tax } : {}),
      ...(params.discounts ? { discounts: params.discounts } : {}),
      ...(details.trial_end === undefined ? {} : { trial_end: details.trial_end }),
    },
    { isPreview: true },
  );
  if (!invoice) throw new Error("A preview always has an invoice.");
  return invoice;
}

function rehearseChange(world: World, params: Params, id: string): Invoice {
  const stored = getSubscription(world, id, "subscription");
  addItems(world, params, stored.customer, id);
  const discounted = params.discounts
    ? world.state.subscriptions.patch(id, {
        discounts: redeemDiscounts(world, params.discounts || [], {
          customer: stored.customer,
          subscription: id,
        }),
      })
    : stored;
  const details = params.subscription_details ?? {};
  if (details.cancel_now) {
    cancelNow(world, discounted, {
      reason: "cancellation_requested",
      prorate: details.proration_behavior !== "none",
    });
    return sweep(world, id);
  }
  const change = readChange({
    ...(details.items
      ? { items: details.items as NonNullable<Stripe.SubscriptionUpdateParams["items"]> }
      : {}),
    ...(details.proration_behavior ? { proration_behavior: details.proration_behavior } : {}),
    ...(details.proration_date === undefined ? {} : { proration_date: details.proration_date }),
    ...(details.trial_end === undefined ? {} : { trial_end: details.trial_end }),
    ...(details.billing_cycle_anchor ? { billing_cycle_anchor: details.billing_cycle_anchor } : {}),
  });
  const { subscription, isBilled } = moveEnd(
    world,
    discounted,
    { ...discounted, cancel_at: endOf(discounted, details) },
    details.proration_behavior !== "none",
  );
  if (!change) {
    const { end } = periodOf(subscription);
    const isLast = subscription.cancel_at !== null && subscription.cancel_at <= end;
    const isInvoiced = isBilled && (isLast || details.proration_behavior === "always_invoice");
    return isInvoiced ? sweep(world, id) : draftRenewal(world, subscription, end);
  }
  const planned = computePlanChange(world, subscription, change);
  world.state.subscriptions.put(planned.subscription);
  const now = billChange(world, planned, change.prorationBehavior === "always_invoice", change.prorationDate);
  return now ?? draftRenewal(world, world.state.subscriptions.get(id), periodOf(planned.subscription).end);
}

/** When a subscription is to end with what a preview asks for. */
function endOf(
  subscription: Subscription,
  details: NonNullable<Params["subscription_details"]>,
): number | null {
  if (details.cancel_at_period_end) return periodOf(subscription).end;
  if (details.cancel_at === undefined) return subscription.cancel_at;
  return resolveCancelAt(details.cancel_at, subscription.items.data);
}

function sweep(world: World, id: string): Invoice {
  const subscription = world.state.subscriptions.get(id);
  const now = world.nowOf(subscription.customer);
  return draftInvoice(world, {
    customer: subscription.customer,
    currency: subscription.currency,
    billingReason: "subscription_update",
    subscription,
    lines: pendingLines(world, subscription.customer, subscription.currency, id),
    period: { start: now, end: now },
    autoAdvance: false,
  });
}

function addItems(world: World, params: Params, customer: string, subscription?: string): void {
  for (const item of params.invoice_items ?? []) {
    createInvoiceItem(world, {
      customer,
      ...(subscription ? { subscription } : {}),
      ...(item.amount === undefined ? {} : { amount: item.amount }),
      ...(item.currency ? { currency: item.currency } : {}),
      ...(item.description ? { description: item.description } : {}),
      ...(item.price ? { pricing: { price: item.price } } : {}),
      ...(item.quantity === undefined ? {} : { quantity: item.quantity }),
    });
  }
}
