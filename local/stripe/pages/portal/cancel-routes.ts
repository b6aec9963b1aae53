import type { Hono } from "hono";
import type { AppEnv } from "../../http/app";
import { cancelNow } from "../../objects/subscription/cancel-subscription";
import { updateSubscription } from "../../objects/subscription/update-subscription";
import type { Subscription } from "../../state/records";
import type { World } from "../../world";
import { portalCancel } from "./form-pages";
import { afterAct, gone, openPortal, type PortalView, subscriptionOf } from "./open-portal";

/** Ending a plan, and taking that back. */
export function addCancelRoutes(routes: Hono<AppEnv>, world: World): void {
  routes.get("/portal/:token/cancel/:id", (context) => {
    const view = openPortal(world, context);
    const subscription = view && subscriptionOf(world, view, context.req.param("id"));
    if (!view || !subscription || !view.configuration.features.subscription_cancel.enabled)
      return gone(context);
    return context.html(portalCancel(view, subscription));
  });
  routes.post("/portal/:token/cancel/:id", async (context) => {
    const view = openPortal(world, context);
    const subscription = view && subscriptionOf(world, view, context.req.param("id"));
    if (!view || !subscription || !view.configuration.features.subscription_cancel.enabled)
      return gone(context);
    const body = await context.req.parseBody();
    cancelFromPortal(world, view, subscription, typeof body["feedback"] === "string" ? body["feedback"] : "");
    return afterAct(context, view, "Your plan has been canceled.");
  });
  routes.post("/portal/:token/keep/:id", (context) => {
    const view = openPortal(world, context);
    const subscription = view && subscriptionOf(world, view, context.req.param("id"));
    if (!view || !subscription || !view.configuration.features.subscription_cancel.enabled)
      return gone(context);
    world.transact(() => updateSubscription(world, subscription.id, { cancel_at: "" }));
    return afterAct(context, view, "Your plan goes on.");
  });
}

/**
 * In flexible billing mode the portal sets `cancel_at` and leaves `cancel_at_period_end` alone
 * (https://docs.stripe.com/billing/subscriptions/billing-mode).
 */
function cancelFromPortal(
  world: World,
  view: PortalView,
  subscription: Subscription,
  feedback: string,
): void {
  const { mode, proration_behavior } = view.configuration.features.subscription_cancel;
  const details = { comment: "", feedback: (feedback || "") as "other" | "" };
  world.transact(() => {
    if (mode === "immediately") {
      cancelNow(world, subscription, {
        reason: "cancellation_requested",
        prorate: proration_behavior !== "none",
        invoiceNow: proration_behavior === "always_invoice",
        feedback: details.feedback || null,
      });
      return;
    }
    updateSubscription(world, subscription.id, {
      cancel_at: "max_period_end",
      cancellation_details: details,
    });
  });
}
