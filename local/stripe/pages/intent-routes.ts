import { Hono } from "hono";
import type { AppEnv } from "../http/app";
import { attemptPayment, failAuthentication } from "../objects/payment-intent/attempt-payment";
import { settlePaymentIntent } from "../objects/payment-intent/settle-payment-intent";
import { attemptSetup, failSetupAuthentication } from "../objects/setup-intent/operations";
import { formatAmount } from "../objects/subscription/billing-lines";
import type { World } from "../world";
import { authenticatePage } from "./authenticate-page";
import { messagePage } from "./checkout-page";

/** Passes or fails the authentication that a payment or setup intent waits for. Returns where to go next. */
export function authenticateIntent(
  world: World,
  id: string,
  outcome: "complete" | "fail",
): { found: boolean; returnUrl: string | null } {
  const intent = world.state.paymentIntents.find(id) ?? world.state.setupIntents.find(id);
  if (intent?.status !== "requires_action" || !intent.payment_method)
    return { found: false, returnUrl: null };
  // what a checkout tries is decided on the checkout's page, where all the rest is made as well
  if (intent.next_action?.redirect_to_url?.url?.includes("/checkout/"))
    return { found: false, returnUrl: null };
  const method = intent.payment_method;
  const returnUrl = intent.next_action?.redirect_to_url?.return_url ?? null;
  world.transact(() => {
    if (intent.object === "setup_intent") {
      if (outcome === "complete") attemptSetup(world, id, { paymentMethod: method, authenticated: true });
      else failSetupAuthentication(world, id);
      return;
    }
    if (outcome === "complete") attemptPayment(world, id, { paymentMethod: method, authenticated: true });
    else failAuthentication(world, id);
    settlePaymentIntent(world, id);
  });
  return { found: true, returnUrl };
}

/** The page a `next_action` leads to. */
export function intentRoutes(world: World): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get("/authenticate/:id", (context) => {
    const id = context.req.param("id");
    const intent = world.state.paymentIntents.find(id) ?? world.state.setupIntents.find(id);
    if (intent?.status !== "requires_action")
      return context.html(messagePage("Nothing to confirm", "This payment needs no confirmation."), 404);
    return context.html(
      authenticatePage(
        world,
        `/authenticate/${id}`,
        intent.object === "payment_intent"
          ? `a payment of ${formatAmount(intent.amount, intent.currency)}`
          : "that your card is saved",
      ),
    );
  });
  routes.post("/authenticate/:id", async (context) => {
    const body = await context.req.parseBody();
    const outcome = body["outcome"] === "complete" ? "complete" : "fail";
    const { found, returnUrl } = authenticateIntent(world, context.req.param("id"), outcome);
    if (!found)
      return context.html(messagePage("Nothing to confirm", "This payment needs no confirmation."), 404);
    if (returnUrl) return context.redirect(returnUrl, 303);
    return context.html(
      messagePage(outcome === "complete" ? "Confirmed" : "Not confirmed", "You can close this page."),
    );
  });
  return routes;
}
