import type { Stripe } from "stripe";
import { invalidRequest } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import { textOr } from "../../state/params";
import type { Subscription } from "../../state/records";
import type { World } from "../../world";
import { redeemDiscounts } from "../discount/redeem-discount";
import { checkIsAttachedTo } from "../payment-method/find-payment-method";
import { resolveCancelAt } from "./cancel-at";
import { checkTaxLocation } from "./check-tax-location";
import { readTaxRates } from "./read-tax-rates";
import { periodOf } from "./subscription-items";

type Params = Stripe.SubscriptionUpdateParams;

/** The subscription with every field replaced that bears on no amount. */
export function applyFields(world: World, before: Subscription, params: Params): Subscription {
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
            billing_cycle_anchor: params.trial_settings.end_behavior.billing_cycle_anchor ?? null,
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
  const at = resolveCancelAt(params.cancel_at, before.items.data);
  if (at !== null && at <= now)
    throw invalidRequest("Invalid timestamp: must be an integer Unix timestamp in the future.", "cancel_at");
  return { cancel_at: at, cancel_at_period_end: false, canceled_at: at === null ? null : now };
}
