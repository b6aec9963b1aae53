import type { Hono } from "hono";
import type { AppEnv } from "../../http/app";
import { attachUnchecked } from "../../objects/payment-method/attach-payment-method";
import { createCard } from "../../objects/payment-method/create-payment-method";
import { attemptSetup, openSetupIntent } from "../../objects/setup-intent/operations";
import { subscriptionIsOver } from "../../objects/subscription/subscription-status";
import type { World } from "../../world";
import { authenticatePage } from "../authenticate-page";
import { readCard } from "../read-card";
import { portalCard } from "./form-pages";
import { afterAct, gone, openPortal } from "./open-portal";

/** A customer's cards: added, made the default, removed. */
export function addCardRoutes(routes: Hono<AppEnv>, world: World): void {
  /** Cards on their way through 3-D Secure: setup intent by session. */
  const waiting = new Map<string, string>();

  routes.get("/portal/:token/payment-method", (context) => {
    const view = openPortal(world, context);
    return view?.configuration.features.payment_method_update.enabled
      ? context.html(portalCard(view))
      : gone(context);
  });
  routes.post("/portal/:token/payment-method", async (context) => {
    const view = openPortal(world, context);
    if (!view?.configuration.features.payment_method_update.enabled) return gone(context);
    const body = await context.req.parseBody();
    const text = (name: string) => (typeof body[name] === "string" ? body[name] : "");
    const form = { number: text("number"), expiry: text("expiry"), cvc: text("cvc") };
    const reading = readCard(form);
    if (!reading.ok) return context.html(portalCard(view, form, reading.problem), 422);
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
    return afterAct(context, view, "The card has been added and is the default.");
  });
  routes.get("/portal/:token/authenticate", (context) => {
    const view = openPortal(world, context);
    return view && waiting.has(view.session.id)
      ? context.html(authenticatePage(world, `${view.base}/authenticate`, "that your card is saved"))
      : gone(context);
  });
  routes.post("/portal/:token/authenticate", async (context) => {
    const view = openPortal(world, context);
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
    return afterAct(context, view, "The card has been added and is the default.");
  });
  routes.post("/portal/:token/payment-method/:id/:verb", (context) => {
    const view = openPortal(world, context);
    const method = world.state.paymentMethods.find(context.req.param("id"));
    const verb = context.req.param("verb");
    if (!view?.configuration.features.payment_method_update.enabled) return gone(context);
    if (method?.customer !== view.session.customer || !["default", "remove"].includes(verb))
      return gone(context);
    if (verb === "default") {
      makeDefault(world, view.session.customer, method.id);
      return afterAct(context, view, "The default card has been changed.");
    }
    world.transact(() => {
      const detached = world.state.paymentMethods.patch(method.id, { customer: null });
      world.emit("payment_method.detached", detached, method);
    });
    return afterAct(context, view, "The card has been removed.");
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
