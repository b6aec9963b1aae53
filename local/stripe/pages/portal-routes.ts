import { type Context, Hono } from "hono";
import type { AppEnv } from "../http/app";
import { StripeError } from "../http/stripe-error";
import { previewInvoice } from "../objects/invoice/preview-invoice";
import { attachUnchecked } from "../objects/payment-method/attach-payment-method";
import { createCard } from "../objects/payment-method/create-payment-method";
import { attemptSetup, openSetupIntent } from "../objects/setup-intent/operations";
import { cancelNow } from "../objects/subscription/cancel-subscription";
import { subscriptionIsOver } from "../objects/subscription/subscription-status";
import { updateSubscription } from "../objects/subscription/update-subscription";
import type { PortalSession, Price, Subscription } from "../state/records";
import type { World } from "../world";
import { authenticatePage } from "./authenticate-page";
import { messagePage } from "./checkout-page";
import {
  type PortalView,
  portalCancel,
  portalCard,
  portalConfirm,
  portalHome,
  portalUpdate,
} from "./portal-page";
import { readCard } from "./read-card";

type PortalContext = Context<AppEnv>;

/** The customer portal in a browser. Its address is the secret: the session's id and a random part. */
export function portalRoutes(world: World): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  /** Cards on their way through 3-D Secure: setup intent by session. */
  const waiting = new Map<string, string>();

  const open = (context: PortalContext): PortalView | null => {
    const token = context.req.param("token") ?? "";
    const session = world.state.portalSessions.find(token.slice(0, token.lastIndexOf("_")));
    if (!session?.url.endsWith(`/portal/${token}`) || !world.state.customers.find(session.customer))
      return null;
    return {
      session,
      configuration: world.state.portalConfigurations.get(session.configuration),
      base: `/portal/${token}`,
      notice: context.req.query("notice") ?? null,
      error: context.req.query("error") ?? null,
    };
  };
  const gone = (context: PortalContext) =>
    context.html(messagePage("Not found", "This portal session does not exist or is over."), 404);
  const subscriptionOf = (view: PortalView, id: string | undefined): Subscription | null => {
    const subscription = world.state.subscriptions.find(id ?? "");
    return subscription?.customer === view.session.customer && !subscriptionIsOver(subscription)
      ? subscription
      : null;
  };
  /** After an act: back to the portal, or where the flow says. */
  const done = (context: PortalContext, view: PortalView, notice: string) => {
    const after = view.session.flow?.after_completion;
    if (after?.type === "redirect" && after.redirect) return context.redirect(after.redirect.return_url, 303);
    if (after?.type === "hosted_confirmation")
      return context.html(
        messagePage("Done", after.hosted_confirmation?.custom_message ?? notice, returnLink(view.session)),
      );
    return context.redirect(`${view.base}?home=1&notice=${encodeURIComponent(notice)}`, 303);
  };

  routes.get("/portal/:token", (context) => {
    const view = open(context);
    if (!view) return gone(context);
    const flow = view.session.flow;
    if (flow && !context.req.query("home")) return context.redirect(view.base + flowPath(flow), 302);
    return context.html(portalHome(world, view));
  });

  routes.get("/portal/:token/cancel/:id", (context) => {
    const view = open(context);
    const subscription = view && subscriptionOf(view, context.req.param("id"));
    if (!view || !subscription || !view.configuration.features.subscription_cancel.enabled)
      return gone(context);
    return context.html(portalCancel(view, subscription));
  });
  routes.post("/portal/:token/cancel/:id", async (context) => {
    const view = open(context);
    const subscription = view && subscriptionOf(view, context.req.param("id"));
    if (!view || !subscription || !view.configuration.features.subscription_cancel.enabled)
      return gone(context);
    const body = await context.req.parseBody();
    cancelFromPortal(world, view, subscription, typeof body["feedback"] === "string" ? body["feedback"] : "");
    return done(context, view, "Your plan has been canceled.");
  });
  routes.post("/portal/:token/keep/:id", (context) => {
    const view = open(context);
    const subscription = view && subscriptionOf(view, context.req.param("id"));
    if (!view || !subscription) return gone(context);
    world.transact(() => updateSubscription(world, subscription.id, { cancel_at: "" }));
    return done(context, view, "Your plan goes on.");
  });

  routes.get("/portal/:token/payment-method", (context) => {
    const view = open(context);
    return view?.configuration.features.payment_method_update.enabled
      ? context.html(portalCard(view))
      : gone(context);
  });
  routes.post("/portal/:token/payment-method", async (context) => {
    const view = open(context);
    if (!view?.configuration.features.payment_method_update.enabled) return gone(context);
    const body = await context.req.parseBody();
    const text = (name: string) => (typeof body[name] === "string" ? body[name] : "");
    const reading = readCard({ number: text("number"), expiry: text("expiry"), cvc: text("cvc") });
    if (!reading.ok) return context.html(portalCard({ ...view, error: reading.message }), 422);
    const intent = world.transact(() => {
      const method = createCard(world, reading.card);
      const opened = openSetupIntent(world, { customer: view.session.customer });
      return attemptSetup(world, opened.id, { paymentMethod: method.id });
    });
    if (intent.status === "requires_action") {
      waiting.set(view.session.id, intent.id);
      return context.redirect(`${view.base}/authenticate`, 303);
    }
    if (intent.last_setup_error)
      return context.html(
        portalCard({ ...view, error: intent.last_setup_error.message ?? "Your card was declined." }),
        402,
      );
    makeDefault(world, view.session.customer, intent.payment_method ?? "");
    return done(context, view, "The card has been added and is the default.");
  });
  routes.get("/portal/:token/authenticate", (context) => {
    const view = open(context);
    return view && waiting.has(view.session.id)
      ? context.html(authenticatePage(`${view.base}/authenticate`, "this card"))
      : gone(context);
  });
  routes.post("/portal/:token/authenticate", async (context) => {
    const view = open(context);
    const intent = view && world.state.setupIntents.find(waiting.get(view.session.id) ?? "");
    if (!view || !intent?.payment_method) return gone(context);
    waiting.delete(view.session.id);
    const body = await context.req.parseBody();
    if (body["outcome"] !== "complete")
      return context.html(
        portalCard({
          ...view,
          error:
            "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
        }),
        402,
      );
    const method = intent.payment_method;
    const result = world.transact(() =>
      attemptSetup(world, intent.id, { paymentMethod: method, authenticated: true }),
    );
    if (result.last_setup_error)
      return context.html(
        portalCard({ ...view, error: result.last_setup_error.message ?? "Your card was declined." }),
        402,
      );
    makeDefault(world, view.session.customer, method);
    return done(context, view, "The card has been added and is the default.");
  });
  routes.post("/portal/:token/payment-method/:id/:verb", (context) => {
    const view = open(context);
    const method = world.state.paymentMethods.find(context.req.param("id"));
    if (!view || method?.customer !== view.session.customer) return gone(context);
    if (context.req.param("verb") === "default") {
      makeDefault(world, view.session.customer, method.id);
      return done(context, view, "The default card has been changed.");
    }
    world.transact(() => {
      const detached = world.state.paymentMethods.patch(method.id, { customer: null });
      world.emit("payment_method.detached", detached, method);
    });
    return done(context, view, "The card has been removed.");
  });

  routes.get("/portal/:token/update/:id", (context) => {
    const view = open(context);
    const subscription = view && subscriptionOf(view, context.req.param("id"));
    if (!view || !subscription || !view.configuration.features.subscription_update.enabled)
      return gone(context);
    return context.html(portalUpdate(world, view, subscription, offeredPrices(world, view)));
  });
  routes.get("/portal/:token/confirm/:id", (context) => {
    const view = open(context);
    const subscription = view && subscriptionOf(view, context.req.param("id"));
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
    const view = open(context);
    const subscription = view && subscriptionOf(view, context.req.param("id"));
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
    return done(context, view, "Your plan has been updated.");
  });
  return routes;
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

function makeDefault(world: World, customerId: string, method: string): void {
  world.transact(() => {
    attachUnchecked(world, method, customerId);
    const before = world.state.customers.get(customerId);
    const after = world.state.customers.put({
      ...before,
      invoice_settings: { ...before.invoice_settings, default_payment_method: method },
    });
    world.emit("customer.updated", after, before);
    for (const subscription of [
      ...world.state.subscriptions.newestFirst({ index: "customer", key: customerId }),
    ]) {
      if (subscriptionIsOver(subscription) || subscription.default_payment_method === null) continue;
      const changed = world.state.subscriptions.put({ ...subscription, default_payment_method: method });
      world.emit("customer.subscription.updated", changed, subscription);
    }
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

function flowPath(flow: NonNullable<PortalSession["flow"]>): string {
  if (flow.subscription_cancel) return `/cancel/${flow.subscription_cancel.subscription}`;
  if (flow.subscription_update) return `/update/${flow.subscription_update.subscription}`;
  if (flow.subscription_update_confirm) return `/confirm/${flow.subscription_update_confirm.subscription}`;
  return "/payment-method";
}

function returnLink(session: PortalSession): { href: string; label: string } | undefined {
  return session.return_url ? { href: session.return_url, label: "Return" } : undefined;
}
