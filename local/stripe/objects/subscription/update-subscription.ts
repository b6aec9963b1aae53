import type { Stripe } from "stripe";
import { invalidRequest } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import { textOr } from "../../state/params";
import type { Invoice, Subscription } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { finalizeInvoice } from "../invoice/finalize-invoice";
import { collectInvoice, collectionError, paymentMethodFor } from "../invoice/pay-invoice";
import { checkIsAttachedTo } from "../payment-method/find-payment-method";
import { spendDiscounts } from "./advance-subscription";
import { billChange } from "./bill-change";
import { resolveCancelAt } from "./cancel-at";
import { checkTaxLocation } from "./check-tax-location";
import { readTaxRates } from "./create-subscription";
import { getSubscription } from "./find-subscription";
import { deferChange } from "./pending-update";
import { computePlanChange, type PlanChange } from "./plan-change";
import { periodOf } from "./subscription-items";
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
  const settled = applyFields(world, before, params);
  if (!change) {
    const after = world.state.subscriptions.put(settled);
    world.emit("customer.subscription.updated", after, before);
    return after;
  }
  return changePlan(world, before, settled, change, params.payment_behavior ?? "allow_incomplete");
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
  if (draft) spendDiscounts(world, before.id, world.nowOf(before.customer));
  world.emit("customer.subscription.updated", state.subscriptions.get(before.id), before);
  if (!draft || before.collection_method === "send_invoice") return state.subscriptions.get(before.id);
  if (behaviour === "default_incomplete") {
    finalizeInvoice(world, draft.id);
    return state.subscriptions.get(before.id);
  }
  const invoice = collectNow(world, draft);
  if (invoice.status !== "paid" && behaviour === "error_if_incomplete")
    throw collectionError(world, invoice, false);
  return state.subscriptions.get(before.id);
}

function collectNow(world: World, draft: Invoice): Invoice {
  const invoice = finalizeInvoice(world, draft.id);
  if (invoice.status !== "open") return invoice;
  const method = paymentMethodFor(world, invoice);
  return collectInvoice(world, invoice.id, method ? { paymentMethod: method } : {});
}

function applyFields(world: World, before: Subscription, params: Params): Subscription {
  if (params.default_payment_method)
    checkIsAttachedTo(world, params.default_payment_method, before.customer, "default_payment_method");
  if (params.automatic_tax?.enabled) checkTaxLocation(world, world.state.customers.get(before.customer));
  const details = params.cancellation_details;
  const pause = params.pause_collection;
  return {
    ...before,
    ...cancellation(world, before, params),
    ...(params.automatic_tax
      ? {
          automatic_tax: {
            disabled_reason: null,
            enabled: params.automatic_tax.enabled,
            liability: params.automatic_tax.enabled ? ({ type: "self" } as const) : null,
          },
        }
      : {}),
    cancellation_details: details
      ? {
          comment: textOr(details.comment, before.cancellation_details?.comment ?? null),
          feedback:
            details.feedback === undefined
              ? (before.cancellation_details?.feedback ?? null)
              : details.feedback || null,
          feedback_option: null,
          reason:
            before.cancellation_details?.reason ??
            (params.cancel_at_period_end || params.cancel_at ? "cancellation_requested" : null),
        }
      : params.cancel_at_period_end || params.cancel_at
        ? { comment: null, feedback: null, feedback_option: null, reason: "cancellation_requested" }
        : params.cancel_at_period_end === false || params.cancel_at === ""
          ? { comment: null, feedback: null, feedback_option: null, reason: null }
          : before.cancellation_details,
    collection_method: params.collection_method ?? before.collection_method,
    days_until_due:
      params.days_until_due ??
      (params.collection_method === "send_invoice"
        ? world.settings.defaultDaysUntilDue
        : before.days_until_due),
    default_payment_method: textOr(params.default_payment_method, before.default_payment_method),
    default_tax_rates:
      params.default_tax_rates === undefined
        ? (before.default_tax_rates ?? [])
        : readTaxRates(world, params.default_tax_rates || []),
    description: textOr(params.description, before.description),
    discounts:
      params.discounts === undefined
        ? before.discounts
        : redeemDiscounts(world, params.discounts || [], {
            customer: before.customer,
            subscription: before.id,
          }),
    metadata: mergeMetadata(before.metadata, params.metadata),
    pause_collection:
      pause === undefined
        ? before.pause_collection
        : pause
          ? { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null }
          : null,
    payment_settings: params.payment_settings?.save_default_payment_method
      ? {
          payment_method_options: null,
          payment_method_types: null,
          save_default_payment_method: params.payment_settings.save_default_payment_method,
        }
      : before.payment_settings,
    trial_settings: params.trial_settings
      ? {
          end_behavior: {
            billing_cycle_anchor: null,
            missing_payment_method:
              params.trial_settings.end_behavior.missing_payment_method ?? "create_invoice",
          },
        }
      : before.trial_settings,
  };
}

/** `cancel_at_period_end` and `cancel_at` set and unset each other (https://docs.stripe.com/billing/subscriptions/cancel). */
function cancellation(world: World, before: Subscription, params: Params): Partial<Subscription> {
  const now = world.nowOf(before.customer);
  if (params.cancel_at_period_end === true)
    return { cancel_at_period_end: true, cancel_at: periodOf(before).end, canceled_at: now };
  if (params.cancel_at_period_end === false && params.cancel_at === undefined)
    return { cancel_at_period_end: false, cancel_at: null, canceled_at: null };
  if (params.cancel_at === undefined) return {};
  const at = resolveCancelAt(params.cancel_at, periodOf(before));
  if (at !== null && at <= now)
    throw invalidRequest("Invalid timestamp: must be an integer Unix timestamp in the future.", "cancel_at");
  return { cancel_at: at, cancel_at_period_end: false, canceled_at: at === null ? null : now };
}
