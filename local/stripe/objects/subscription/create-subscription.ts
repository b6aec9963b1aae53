import type { Stripe } from "stripe";
import { invalidRequest, missingParam } from "../../http/stripe-error";
import { priceAmount } from "../../money/price-amount";
import { newMetadata } from "../../state/metadata";
import type { Invoice, Price, Subscription } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { redeemDiscounts } from "../discount/redeem-discount";
import { draftInvoice } from "../invoice/draft-invoice";
import { pendingLines } from "../invoice-item/invoice-items";
import { checkIsAttachedTo } from "../payment-method/find-payment-method";
import { spendDiscounts } from "./advance-subscription";
import { recordBilled } from "./billed-spans";
import { blankSubscription } from "./blank-subscription";
import { endingBy, resolveCancelAt } from "./cancel-at";
import { checkTaxLocation } from "./check-tax-location";
import {
  addExtraItems,
  type FirstPayment,
  firstLines,
  settleFirstInvoice,
  startUnbilled,
} from "./first-invoice";
import { firstPeriod } from "./first-period";
import { checkBillingMode, readAnchor, readAnchorConfig } from "./read-anchor";
import { readTaxRates } from "./read-tax-rates";
import { buildItem, checkItems, readItemPrice, recurrenceOf } from "./subscription-items";

type Params = Stripe.SubscriptionCreateParams;

export const CREATE_SUBSCRIPTION_PARAMS = [
  "add_invoice_items",
  "automatic_tax",
  "backdate_start_date",
  "billing_cycle_anchor",
  "billing_cycle_anchor_config",
  "billing_mode",
  "cancel_at",
  "cancel_at_period_end",
  "collection_method",
  "currency",
  "customer",
  "days_until_due",
  "default_payment_method",
  "default_tax_rates",
  "description",
  "discounts",
  "items",
  "metadata",
  "off_session",
  "payment_behavior",
  "payment_settings",
  "proration_behavior",
  "trial_end",
  "trial_from_plan",
  "trial_period_days",
  "trial_settings",
] as const satisfies readonly (keyof Params)[];

interface Created {
  subscription: Subscription;
  /** Null when there is nothing to bill yet: usage alone, or a first period that is free. */
  invoice: Invoice | null;
}

/** A subscription with its first invoice, paid at once when it can be. @throws card_error with `error_if_incomplete` */
export function createSubscription(world: World, params: Params, options: FirstPayment = {}): Created {
  const customer = getCustomer(world, params.customer ?? "", "customer");
  if (params.automatic_tax?.enabled) checkTaxLocation(world, customer);
  const now = world.nowOf(customer.id);
  const id = world.newId("sub");
  if (!params.items?.length) throw missingParam("items");
  const prices = params.items.map((item, at) => readItemPrice(world, item, `items[${at}]`));
  const currency = (params.currency ?? customer.currency ?? prices[0]?.currency ?? "usd").toLowerCase();
  checkBillingMode(params.billing_mode);
  const trialEnd = readTrialEnd(params, now, prices[0]?.recurring?.trial_period_days ?? null);
  const start = params.backdate_start_date ?? now;
  const recurrences = prices.map(recurrenceOf);
  const wanted = readAnchor(params, trialEnd ?? start, now, recurrences);
  // a trial that ends begins the billing cycle, unless its end is to leave the anchor alone
  const keepsAnchor = params.trial_settings?.end_behavior.billing_cycle_anchor === "unchanged";
  const anchor = trialEnd && !keepsAnchor ? trialEnd : wanted;
  const redeeming = {
    customer: customer.id,
    subscription: id,
    start,
    order: { amount: orderAmount(params.items, prices, currency), currency },
  };
  const wholeItems = params.items.map((item, at) =>
    buildItem(world, {
      subscription: id,
      price: prices[at] ?? readItemPrice(world, item, `items[${at}]`),
      quantity: item.quantity,
      period: firstPeriod(
        { start, now, anchor, trialEnd },
        recurrences[at] ?? { interval: "month", count: 1 },
      ),
      created: now,
      metadata: item.metadata ?? null,
      taxRates: item.tax_rates || [],
      discounts: redeemDiscounts(world, item.discounts || [], redeeming),
    }),
  );
  const cancelAt = resolveCancelAt(
    params.cancel_at_period_end ? "min_period_end" : params.cancel_at,
    wholeItems,
  );
  const items = wholeItems.map((item) => endingBy(item, cancelAt));
  checkItems(items, currency, world);
  if (params.default_payment_method)
    checkIsAttachedTo(world, params.default_payment_method, customer.id, "default_payment_method");
  const discounts = options.discountIds ?? redeemDiscounts(world, params.discounts || [], redeeming);
  const collection = params.collection_method ?? "charge_automatically";
  const base: Subscription = {
    ...blankSubscription(id, customer.id, customer.test_clock ?? null, now),
    automatic_tax: {
      disabled_reason: null,
      enabled: params.automatic_tax?.enabled ?? false,
      liability: params.automatic_tax?.enabled ? { type: "self" } : null,
    },
    billing_cycle_anchor: anchor,
    billing_cycle_anchor_config: readAnchorConfig(params),
    collection_method: collection,
    currency,
    days_until_due:
      params.days_until_due ?? (collection === "send_invoice" ? world.settings.defaultDaysUntilDue : null),
    default_payment_method: params.default_payment_method ?? null,
    default_tax_rates: readTaxRates(world, params.default_tax_rates || []),
    description: params.description || null,
    discounts,
    items: { object: "list", data: items, has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    metadata: newMetadata(params.metadata),
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: params.payment_settings?.save_default_payment_method ?? "off",
    },
    start_date: start,
    status: trialEnd ? "trialing" : collection === "send_invoice" ? "active" : "incomplete",
    trial_end: trialEnd,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: params.trial_settings?.end_behavior.billing_cycle_anchor ?? null,
        missing_payment_method:
          params.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
      },
    },
    trial_start: trialEnd ? now : null,
  };
  world.state.subscriptions.put({
    ...base,
    ...(cancelAt
      ? {
          cancel_at_period_end: params.cancel_at_period_end ?? false,
          cancel_at: cancelAt,
          canceled_at: now,
        }
      : {}),
  });
  const subscription = world.state.subscriptions.get(id);
  world.emit("customer.subscription.created", subscription);
  addExtraItems(world, params, subscription);
  const lines = [
    ...firstLines(world, subscription, params),
    ...pendingLines(world, customer.id, currency, id),
  ];
  if (lines.length === 0 && !options.isPreview)
    return { subscription: startUnbilled(world, id, options), invoice: null };
  const invoice = draftInvoice(world, {
    customer: customer.id,
    currency,
    billingReason: "subscription_create",
    subscription,
    lines,
    period: { start: now, end: now },
    autoAdvance: true,
    daysUntilDue: subscription.days_until_due,
    discounts,
  });
  world.state.subscriptions.patch(id, { latest_invoice: invoice.id });
  recordBilled(world, invoice);
  // a trial's invoice has nothing to discount: the coupon waits for the first one that does
  if (!trialEnd) spendDiscounts(world, id, now);
  if (options.isPreview) return { subscription: world.state.subscriptions.get(id), invoice };
  if (options.waitsAsDraft && !trialEnd) world.state.subscriptions.patch(id, { status: "active" });
  if (options.waitsAsDraft) return { subscription: world.state.subscriptions.get(id), invoice };
  return {
    subscription: settleFirstInvoice(world, id, invoice, params, options),
    invoice: world.state.invoices.get(invoice.id),
  };
}

/** What the items come to before anything is taken off. */
function orderAmount(
  items: NonNullable<Params["items"]>,
  prices: readonly Price[],
  currency: string,
): number {
  return prices
    .map((price, at) =>
      price.recurring?.usage_type === "metered" ? 0 : priceAmount(price, currency, items[at]?.quantity ?? 1),
    )
    .reduce((sum, amount) => sum + amount, 0);
}

const MOST_TRIAL_DAYS = 730;

/** @throws invalid_request_error unless it lies ahead, and at most two years (https://docs.stripe.com/billing/subscriptions/trials/free-trials) */
function readTrialEnd(params: Params, now: number, planDays: number | null): number | null {
  const days = params.trial_period_days ?? (params.trial_from_plan ? planDays : null);
  const end = params.trial_end ?? (days ? now + days * 86_400 : "now");
  if (end === "now") return null;
  if (end <= now)
    throw invalidRequest("Invalid timestamp: must be an integer Unix timestamp in the future.", "trial_end");
  if (end > now + MOST_TRIAL_DAYS * 86_400)
    throw invalidRequest(
      `A trial can be at most ${MOST_TRIAL_DAYS} days long.`,
      params.trial_end === undefined ? "trial_period_days" : "trial_end",
    );
  return end;
}
