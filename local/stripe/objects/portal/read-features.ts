import type { Stripe } from "stripe";
import { notSupported } from "../../http/stripe-error";
import type { PortalConfiguration } from "../../state/records";

type Features = PortalConfiguration["features"];
type Given =
  | Stripe.BillingPortal.ConfigurationUpdateParams.Features
  | Stripe.BillingPortal.ConfigurationCreateParams.Features;

/** What a portal lets a customer do; what is not mentioned is off, or as it was. */
export function readFeatures(given: Given, before?: Features): Features {
  const cancel = given.subscription_cancel;
  const update = given.subscription_update;
  if ((update?.products || []).some((product) => product.adjustable_quantity?.enabled))
    throw notSupported("adjustable quantities in the portal", "features[subscription_update][products]");
  return {
    customer_update: {
      allowed_updates:
        given.customer_update?.allowed_updates || (before?.customer_update.allowed_updates ?? []),
      enabled: given.customer_update?.enabled ?? before?.customer_update.enabled ?? false,
    },
    invoice_history: { enabled: given.invoice_history?.enabled ?? before?.invoice_history.enabled ?? false },
    payment_method_update: {
      enabled: given.payment_method_update?.enabled ?? before?.payment_method_update.enabled ?? false,
      payment_method_configuration: null,
    },
    subscription_cancel: {
      cancellation_reason: {
        enabled:
          cancel?.cancellation_reason?.enabled ??
          before?.subscription_cancel.cancellation_reason.enabled ??
          false,
        feedback_options: null,
        options:
          (cancel?.cancellation_reason &&
            "options" in cancel.cancellation_reason &&
            cancel.cancellation_reason.options) ||
          (before?.subscription_cancel.cancellation_reason.options ?? []),
      },
      enabled: cancel?.enabled ?? before?.subscription_cancel.enabled ?? false,
      mode: cancel?.mode ?? before?.subscription_cancel.mode ?? "at_period_end",
      proration_behavior:
        cancel?.proration_behavior ?? before?.subscription_cancel.proration_behavior ?? "none",
    },
    subscription_pause: { duration: { interval_options: [], type: "indefinite" }, enabled: false },
    subscription_update: {
      billing_cycle_anchor: null,
      default_allowed_updates:
        update?.default_allowed_updates || (before?.subscription_update.default_allowed_updates ?? []),
      enabled: update?.enabled ?? before?.subscription_update.enabled ?? false,
      products: update?.products
        ? update.products.map((product) => ({
            adjustable_quantity: { enabled: false, maximum: null, minimum: 1 },
            prices: product.prices,
            product: product.product,
          }))
        : (before?.subscription_update.products ?? []),
      proration_behavior:
        update?.proration_behavior ?? before?.subscription_update.proration_behavior ?? "none",
      schedule_at_period_end: {
        conditions: (update?.schedule_at_period_end?.conditions || []).map((condition) => ({
          type: condition.type,
        })),
      },
      trial_update_behavior:
        update?.trial_update_behavior ?? before?.subscription_update.trial_update_behavior ?? "end_trial",
    },
  };
}
