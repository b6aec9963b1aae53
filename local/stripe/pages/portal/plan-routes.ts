import type { Hono } from "hono";
import type { AppEnv } from "../../http/app";
import { StripeError } from "../../http/stripe-error";
import { previewInvoice } from "../../objects/invoice/preview-invoice";
import { updateSubscription } from "../../objects/subscription/update-subscription";
import type { Price, Subscription } from "../../state/records";
import type { World } from "../../world";
import { portalConfirm, portalUpdate } from "./form-pages";
import { afterAct, gone, openPortal, type PortalView, subscriptionOf } from "./open-portal";

/** Choosing another plan, seeing what it costs, confirming it. */
export function addPlanRoutes(routes: Hono<AppEnv>, world: World): void {
  routes.get("/portal/:token/update/:id", (context) => {
    const view = openPortal(world, context);
    const subscription = view && subscriptionOf(world, view, context.req.param("id"));
    if (!view || !subscription || !view.configuration.features.subscription_update.enabled)
      return gone(context);
    return context.html(portalUpdate(world, view, subscription, offeredPrices(world, view)));
  });
  routes.get("/portal/:token/confirm/:id", (context) => {
    const view = openPortal(world, context);
    const subscription = view && subscriptionOf(world, view, context.req.param("id"));
    const wanted =
      view &&
      subscription &&
      readChange(world, view, subscription, context.req.query("price"), context.req.query("quantity"));
    if (!view || !subscription || !wanted) return gone(context);
    const behaviour = view.configuration.features.subscription_update.proration_behavior;
    const invoice = previewInvoice(world, {
      subscription: subscription.id,
      subscription_details: {
        items: [{ id: wanted.item, price: wanted.price, quantity: wanted.quantity }],
        proration_behavior: behaviour as "none",
      },
    });
    return context.html(
      portalConfirm(view, subscription, invoice, wanted, invoice.billing_reason === "subscription_update"),
    );
  });
  routes.post("/portal/:token/confirm/:id", async (context) => {
    const view = openPortal(world, context);
    const subscription = view && subscriptionOf(world, view, context.req.param("id"));
    const body = await context.req.parseBody();
    const wanted =
      view &&
      subscription &&
      readChange(world, view, subscription, String(body["price"] ?? ""), String(body["quantity"] ?? ""));
    if (!view || !subscription || !wanted) return gone(context);
    try {
      world.transact(() =>
        updateSubscription(world, subscription.id, {
          items: [{ id: wanted.item, price: wanted.price, quantity: wanted.quantity }],
          proration_behavior: view.configuration.features.subscription_update.proration_behavior as "none",
          payment_behavior: "error_if_incomplete",
        }),
      );
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      return context.redirect(
        `${view.base}?home=1&error=${encodeURIComponent(`${error.message} Your plan was not changed.`)}`,
        303,
      );
    }
    return afterAct(context, view, "Your plan has been updated.");
  });
}

function offeredPrices(world: World, view: PortalView): Price[] {
  const products = view.configuration.features.subscription_update.products ?? [];
  return products
    .flatMap((product) => product.prices)
    .flatMap((id) => world.state.prices.find(id) ?? [])
    .filter((price) => price.active);
}

function readChange(
  world: World,
  view: PortalView,
  subscription: Subscription,
  price: string | undefined,
  quantity: string | undefined,
): { price: string; quantity: number; item: string } | null {
  const item = subscription.items.data[0];
  if (!item) return null;
  const confirm = view.session.flow?.subscription_update_confirm;
  const planned = confirm?.subscription === subscription.id ? confirm.items[0] : undefined;
  const chosen = price || planned?.price || item.price.id;
  const isOffered =
    chosen === planned?.price ||
    chosen === item.price.id ||
    offeredPrices(world, view).some((offered) => offered.id === chosen);
  if (!isOffered) return null;
  return {
    price: chosen,
    quantity: Number(quantity || planned?.quantity || item.quantity || 1),
    item: planned?.id ?? item.id,
  };
}
