import type { Stripe } from "stripe";
import { invalidRequest } from "../../http/stripe-error";
import type { Invoice, Subscription } from "../../state/records";
import type { World } from "../../world";
import { finalizeInvoice } from "../invoice/finalize-invoice";
import { collectInvoice, collectionError, isProcessing, paymentMethodFor } from "../invoice/pay-invoice";
import { spendDiscounts } from "./advance-subscription";
import { applyFields } from "./apply-fields";
import { billChange } from "./bill-change";
import { getSubscription } from "./find-subscription";
import { moveEnd } from "./move-end";
import { deferChange } from "./pending-update";
import { computePlanChange, type PlanChange } from "./plan-change";
import { subscriptionIsOver } from "./subscription-status";

type Params = Stripe.SubscriptionUpdateParams;

export const UPDATE_SUBSCRIPTION_PARAMS = [
  "automatic_tax",
  "billing_cycle_anchor",
  "cancel_at",
  "cancel_at_period_end",
  "cancellation_details",
  "collection_method",
  "days_until_due",
  "default_payment_method",
  "default_tax_rates",
  "description",
  "discounts",
  "items",
  "metadata",
  "off_session",
  "pause_collection",
  "payment_behavior",
  "payment_settings",
  "proration_behavior",
  "proration_date",
  "trial_end",
  "trial_settings",
] as const satisfies readonly (keyof Params)[];

/** Stripe allows only these beside `pending_if_incomplete`. */
const PENDING_ALLOWED = new Set([
  "expand",
  "payment_behavior",
  "proration_behavior",
  "proration_date",
  "billing_cycle_anchor",
  "items",
  "trial_end",
  "trial_from_plan",
  "off_session",
  "discounts",
]);

/** Changes a subscription; what the change costs is prorated, and collected at once when asked for. */
export function updateSubscription(world: World, id: string, params: Params): Subscription {
  const before = getSubscription(world, id);
  if (subscriptionIsOver(before))
    throw invalidRequest(
      "A canceled subscription can only update its cancellation_details and metadata.",
      undefined,
      "resource_missing",
    );
  const change = readChange(params);
  if (params.payment_behavior === "pending_if_incomplete") {
    const unfit = Object.keys(params).find((name) => !PENDING_ALLOWED.has(name));
    if (unfit)
      throw invalidRequest(
        `You cannot update the ${unfit} of a subscription with payment_behavior=pending_if_incomplete.`,
        unfit,
      );
  }
  const { subscription, isBilled } = moveEnd(
    world,
    before,
    applyFields(world, before, params),
    params.proration_behavior !== "none",
  );
  const isInvoiced = isBilled && params.proration_behavior === "always_invoice";
  if (!change && !isInvoiced) {
    const after = world.state.subscriptions.put(subscription);
    world.emit("customer.subscription.updated", after, before);
    return after;
  }
  return changePlan(
    world,
    before,
    subscription,
    change ?? { prorationBehavior: "always_invoice" },
    params.payment_behavior ?? "allow_incomplete",
  );
}

/** Reads what bears on money; null when nothing does. */
export function readChange(
  params: Pick<
    Params,
    "items" | "proration_behavior" | "proration_date" | "billing_cycle_anchor" | "trial_end"
  >,
): PlanChange | null {
  const trialEnd = params.trial_end;
  if (!params.items && params.billing_cycle_anchor?.type !== "now" && trialEnd === undefined) return null;
  return {
    ...(params.items ? { items: params.items } : {}),
    prorationBehavior:
      (params.proration_behavior as PlanChange["prorationBehavior"] | undefined) ?? "create_prorations",
    ...(params.proration_date === undefined ? {} : { prorationDate: params.proration_date }),
    resetAnchor: params.billing_cycle_anchor?.type === "now",
    ...(trialEnd === undefined ? {} : { trialEnd }),
  };
}

function changePlan(
  world: World,
  before: Subscription,
  settled: Subscription,
  change: PlanChange,
  behaviour: NonNullable<Params["payment_behavior"]>,
): Subscription {
  const { state } = world;
  const planned = computePlanChange(world, settled, change);
  state.subscriptions.put(planned.subscription);
  const draft = billChange(
    world,
    planned,
    change.prorationBehavior === "always_invoice",
    change.prorationDate,
  );
  if (draft) state.subscriptions.patch(before.id, { latest_invoice: draft.id });
  const isPending = behaviour === "pending_if_incomplete" && draft !== null;
  if (isPending) {
    // the change holds only once its invoice is paid: until then the subscription stays what it was
    const { latest_invoice } = state.subscriptions.get(before.id);
    const wanted = planned.subscription;
    state.subscriptions.put({ ...before, latest_invoice });
    deferChange(world, before.id, wanted);
    const invoice = collectNow(world, draft);
    if (invoice.status !== "paid") {
      const waiting = state.subscriptions.get(before.id);
      world.emit("customer.subscription.updated", waiting, before);
    }
    return state.subscriptions.get(before.id);
  }
  // a trial's invoice has nothing to discount
  if (draft && planned.subscription.status !== "trialing")
    spendDiscounts(world, before.id, world.nowOf(before.customer));
  world.emit("customer.subscription.updated", state.subscriptions.get(before.id), before);
  if (!draft || before.collection_method === "send_invoice") return state.subscriptions.get(before.id);
  if (behaviour === "default_incomplete") {
    finalizeInvoice(world, draft.id);
    return state.subscriptions.get(before.id);
  }
  const invoice = collectNow(world, draft);
  if (invoice.status !== "paid" && !isProcessing(world, invoice) && behaviour === "error_if_incomplete")
    throw collectionError(world, invoice, false);
  return state.subscriptions.get(before.id);
}

function collectNow(world: World, draft: Invoice): Invoice {
  const invoice = finalizeInvoice(world, draft.id);
  if (invoice.status !== "open") return invoice;
  const method = paymentMethodFor(world, invoice);
  return collectInvoice(world, invoice.id, method ? { paymentMethod: method } : {});
}
