import type { Stripe } from "stripe";
import { invalidRequest, notSupported } from "../../http/stripe-error";
import { addRecurrences, type Recurrence } from "../../money/interval";
import type { SchedulePhase, Subscription } from "../../state/records";
import type { World } from "../../world";
import { readItemPrice, recurrenceOf } from "../subscription/subscription-items";

type PhaseParam = NonNullable<Stripe.SubscriptionScheduleUpdateParams["phases"]>[number];

const UNDERSTOOD = new Set([
  "items",
  "start_date",
  "end_date",
  "duration",
  "proration_behavior",
  "metadata",
  "discounts",
  "currency",
  "collection_method",
  "default_payment_method",
  "billing_cycle_anchor",
]);

/** Phases in a row: each begins where the one before ends. @param start Unix seconds of the first */
export function buildPhases(
  world: World,
  params: readonly PhaseParam[],
  start: number,
  currency: string,
): SchedulePhase[] {
  let at = start;
  return params.map((param, index) => {
    const unknown = Object.keys(param).find((name) => !UNDERSTOOD.has(name));
    if (unknown) throw notSupported(`${unknown} in a schedule's phase`, `phases[${index}][${unknown}]`);
    if (typeof param.start_date === "number" && param.start_date !== at)
      throw invalidRequest(
        "Each phase must start where the one before it ends; the current phase keeps its start date.",
        `phases[${index}][start_date]`,
      );
    const prices = param.items.map((item, position) => ({
      item,
      price: readItemPrice(world, item as { price?: string }, `phases[${index}][items][${position}]`),
    }));
    const first = prices[0];
    if (!first) throw invalidRequest("A phase must have at least one item.", `phases[${index}][items]`);
    const end = readEnd(param, at, recurrenceOf(first.price));
    if (end <= at) throw invalidRequest("A phase must end after it starts.", `phases[${index}][end_date]`);
    const phase = blankPhase(at, end, currency, {
      items: prices.map(({ item, price }) => phaseItem(price.id, item.quantity ?? 1)),
      proration: param.proration_behavior ?? "create_prorations",
      // an empty value stays: it unsets the subscription's when the phase begins
      metadata: Object.fromEntries(
        Object.entries(param.metadata || {}).map(([key, value]) => [key, String(value ?? "")]),
      ),
      anchor: param.billing_cycle_anchor ?? null,
      collection: param.collection_method ?? null,
      method: param.default_payment_method ?? null,
      discounts: (param.discounts || []).map((discount) => ({
        coupon: discount.coupon ?? null,
        discount: null,
        promotion_code: discount.promotion_code ?? null,
      })),
    });
    at = end;
    return phase;
  });
}

/** The phase a subscription is in. */
export function phaseOf(subscription: Subscription): SchedulePhase {
  const items = subscription.items.data;
  const start = Math.min(...items.map((item) => item.current_period_start));
  const end = Math.min(...items.map((item) => item.current_period_end));
  return blankPhase(start, end, subscription.currency, {
    items: items.map((item) => phaseItem(item.price.id, item.quantity ?? 1)),
    proration: "create_prorations",
    metadata: {},
    discounts: [],
  });
}

function readEnd(param: PhaseParam, start: number, own: Recurrence): number {
  if (typeof param.end_date === "number") return param.end_date;
  if (!param.duration) return addRecurrences(start, own, 1);
  return addRecurrences(
    start,
    {
      interval: param.duration.interval as Recurrence["interval"],
      count: param.duration.interval_count ?? 1,
    },
    1,
  );
}

function phaseItem(price: string, quantity: number): SchedulePhase["items"][number] {
  return {
    billing_thresholds: null,
    discounts: [],
    metadata: {},
    plan: price,
    price,
    quantity,
    tax_rates: [],
  };
}

function blankPhase(
  start: number,
  end: number,
  currency: string,
  given: {
    items: SchedulePhase["items"];
    proration: SchedulePhase["proration_behavior"];
    metadata: Record<string, string>;
    discounts: SchedulePhase["discounts"];
    anchor?: SchedulePhase["billing_cycle_anchor"];
    collection?: SchedulePhase["collection_method"];
    method?: string | null;
  },
): SchedulePhase {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: given.anchor ?? null,
    billing_thresholds: null,
    collection_method: given.collection ?? null,
    currency,
    default_payment_method: given.method ?? null,
    default_tax_rates: [],
    description: null,
    discounts: given.discounts,
    end_date: end,
    invoice_settings: null,
    items: given.items,
    metadata: given.metadata,
    on_behalf_of: null,
    proration_behavior: given.proration,
    start_date: start,
    transfer_data: null,
    trial_end: null,
  };
}
