import { Hono } from "hono";
import type { AppEnv } from "../http/app";
import { StripeError } from "../http/stripe-error";
import { taxIdTypeOf } from "../money/tax";
import { completeCheckout, type Outcome } from "../objects/checkout-session/complete-checkout";
import { failCheckoutAuthentication } from "../objects/checkout-session/leave-attempt";
import type { Buyer } from "../objects/checkout-session/read-buyer";
import { computeSessionTotals } from "../objects/checkout-session/session-totals";
import { readCoupon } from "../objects/discount/redeem-discount";
import { formatAmount } from "../objects/subscription/billing-lines";
import type { CheckoutSession } from "../state/records";
import type { World } from "../world";
import { authenticatePage } from "./authenticate-page";
import { type CheckoutForm, checkoutPage, emptyForm, messagePage, needsCard } from "./checkout-page";
import { isCountry } from "./countries";
import type { Problem } from "./form-parts";
import { readCard } from "./read-card";

const AUTHENTICATION_FAILED =
  "We are unable to authenticate your payment method. Please choose a different payment method and try again.";

/** Where the buyer goes after paying: the shop's URL with the session's id filled in. */
export function successUrl(session: CheckoutSession): string {
  return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

/** The hosted checkout in a browser. */
export function checkoutRoutes(world: World): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  /** Buyers on their way through 3-D Secure. */
  const waiting = new Map<string, { buyer: Buyer; form: CheckoutForm }>();

  /** What they had entered, for when they come back without having paid. */
  const filled = new Map<string, CheckoutForm>();

  const show = (session: CheckoutSession, form: CheckoutForm, problem?: Problem | null) => {
    const plan = world.state.checkoutPlans.get(session.id);
    const taxId = readTaxId(form);
    const totals = computeSessionTotals(
      world,
      session,
      plan,
      session.automatic_tax.enabled ? { country: form.country, ...(taxId ? { taxId } : {}) } : {},
    );
    return checkoutPage(world, {
      session: totals.session,
      plan,
      lineItems: totals.lineItems,
      form,
      problem: problem ?? null,
    });
  };
  const initialForm = (session: CheckoutSession): CheckoutForm => ({
    ...emptyForm,
    ...textsOf(session.customer_details?.address),
    email: session.customer_details?.email ?? "",
    country: session.customer_details?.address?.country ?? "US",
  });
  const closed = (session: CheckoutSession) => {
    if (session.status === "complete")
      return messagePage("Already paid", "This checkout is complete.", {
        href: successUrl(session),
        label: "Continue",
      });
    if (session.status === "expired")
      return messagePage(
        "Checkout expired",
        "This checkout session is no longer open. Nothing was charged.",
        session.cancel_url ? { href: session.cancel_url, label: "Back to the shop" } : undefined,
      );
    return null;
  };

  routes.get("/checkout/:id", (context) => {
    const session = world.state.checkoutSessions.find(context.req.param("id"));
    if (!session) return context.html(messagePage("Not found", "There is no such checkout session."), 404);
    const page = closed(session);
    if (page) return context.html(page);
    const problem =
      context.req.query("error") === "authentication" ? { message: AUTHENTICATION_FAILED } : null;
    return context.html(show(session, filled.get(session.id) ?? initialForm(session), problem));
  });

  routes.post("/checkout/:id", async (context) => {
    const session = world.state.checkoutSessions.find(context.req.param("id"));
    if (!session) return context.html(messagePage("Not found", "There is no such checkout session."), 404);
    const page = closed(session);
    if (page) return context.html(page, 409);
    const body = await context.req.parseBody();
    const text = (name: string) => (typeof body[name] === "string" ? body[name].trim() : "");
    const names = Object.keys(emptyForm) as (keyof CheckoutForm)[];
    const given = Object.fromEntries(names.map((name) => [name, text(name)])) as Record<
      keyof CheckoutForm,
      string
    >;
    const form: CheckoutForm = { ...given, country: given.country || "US" };
    if (text("action") === "recalculate") return context.html(show(session, form));
    const read = readBuyer(session, form, text("action") === "debit");
    if ("message" in read) return context.html(show(session, form, read), 422);
    const outcome = completeCheckout(world, session.id, read.buyer);
    if (outcome.state === "authentication") {
      waiting.set(session.id, { buyer: read.buyer, form });
      filled.set(session.id, { ...form, cvc: "" });
      return context.redirect(`/checkout/${session.id}/authenticate`, 303);
    }
    return finish(outcome, session, form);
  });

  routes.get("/checkout/:id/authenticate", (context) => {
    const id = context.req.param("id");
    if (!waiting.has(id)) return context.redirect(`/checkout/${id}`, 303);
    return context.html(authenticatePage(world, `/checkout/${id}/authenticate`, whatIsAsked(world, id)));
  });

  routes.post("/checkout/:id/authenticate", async (context) => {
    const id = context.req.param("id");
    const entry = waiting.get(id);
    const session = world.state.checkoutSessions.find(id);
    if (!entry || !session) return context.redirect(`/checkout/${id}`, 303);
    const body = await context.req.parseBody();
    waiting.delete(id);
    if (body["outcome"] !== "complete") {
      failCheckoutAuthentication(world, id);
      return context.redirect(`/checkout/${id}?error=authentication`, 303);
    }
    return finish(completeCheckout(world, id, entry.buyer, true), session, entry.form);
  });

  routes.post("/checkout/:id/promotion", async (context) => {
    const session = world.state.checkoutSessions.find(context.req.param("id"));
    if (session?.status !== "open" || !session.allow_promotion_codes)
      return context.html(messagePage("Not found", "No code can be used here."), 404);
    const body = await context.req.parseBody();
    const refusal = applyCode(world, session, typeof body["code"] === "string" ? body["code"].trim() : "");
    const current = world.state.checkoutSessions.get(session.id);
    return context.html(
      show(current, initialForm(current), refusal ? { message: refusal } : null),
      refusal ? 422 : 200,
    );
  });

  const finish = async (
    outcome: Outcome,
    session: CheckoutSession,
    form: CheckoutForm,
  ): Promise<Response> => {
    if (outcome.state === "complete")
      return new Response(null, { status: 303, headers: { location: successUrl(outcome.session) } });
    const message =
      outcome.state === "declined"
        ? `${outcome.message}${outcome.code === "generic_decline" ? " Please try a different card." : ""}`
        : AUTHENTICATION_FAILED;
    return new Response(String(await show(session, { ...form, cvc: "" }, { message })), {
      status: 402,
      headers: { "content-type": "text/html; charset=utf-8" },
    });
  };

  const readBuyer = (
    session: CheckoutSession,
    form: CheckoutForm,
    byDebit: boolean,
  ): { buyer: Buyer } | Problem => {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.email))
      return { message: "Enter your email address.", field: "email" };
    if (!isCountry(form.country)) return { message: "Choose a country." };
    const { line1, line2, postal_code, city, state } = form;
    const asksAddress = session.billing_address_collection === "required";
    const missing = asksAddress ? missingOfAddress(form) : null;
    if (missing) return missing;
    const taxId = readTaxId(form);
    const buyer = {
      email: form.email,
      name: form.name,
      country: form.country,
      ...(asksAddress ? { address: { line1, line2, postal_code, city, state } } : {}),
      ...(taxId ? { taxId } : {}),
    };
    if (byDebit)
      return form.debit
        ? { buyer: { ...buyer, card: null, debit: form.debit } }
        : { message: "Enter the account number.", field: "debit" };
    if (!needsCard(session, world.state.checkoutPlans.get(session.id)) && !form.number)
      return { buyer: { ...buyer, card: null } };
    const card = readCard(form);
    return card.ok ? { buyer: { ...buyer, card: card.card } } : card.problem;
  };

  return routes;
}

/** "a payment of $29.80", or the saving of a card. */
function whatIsAsked(world: World, id: string): string {
  const attempt = world.state.checkoutPlans.get(id).attempt;
  const intent = world.state.paymentIntents.find(attempt?.paymentIntent ?? "");
  return intent ? `a payment of ${formatAmount(intent.amount, intent.currency)}` : "that your card is saved";
}

const textsOf = (address: Partial<Record<string, string | null>> | null | undefined) =>
  Object.fromEntries(Object.entries(address ?? {}).map(([name, value]) => [name, value ?? ""]));

function missingOfAddress({ line1, city }: CheckoutForm): Problem | null {
  if (!line1) return { field: "line1", message: "Enter your address." };
  return city ? null : { field: "city", message: "Enter your city." };
}

/** A business's number is of the kind of its country. */
function readTaxId(form: CheckoutForm): Buyer["taxId"] {
  const type = taxIdTypeOf(form.country);
  return form.taxId && type
    ? { type: type as NonNullable<Buyer["taxId"]>["type"], value: form.taxId }
    : undefined;
}

/** Applies a promotion code to an open session; the refusal's sentence, or null. */
function applyCode(world: World, session: CheckoutSession, code: string): string | null {
  const plan = world.state.checkoutPlans.get(session.id);
  let found: string | null = null;
  for (const known of world.state.promotionCodes.newestFirst({ index: "code", key: code.toLowerCase() }))
    found ??= known.id;
  if (!found) return "This code is invalid.";
  try {
    readCoupon(world, { promotion_code: found }, session.customer, "discounts");
  } catch (error) {
    if (error instanceof StripeError) return error.message;
    throw error;
  }
  world.transact(() => {
    const changed = world.state.checkoutPlans.put({ ...plan, discounts: [{ promotion_code: found ?? "" }] });
    const { session: totalled, lineItems } = computeSessionTotals(world, session, changed);
    world.state.checkoutPlans.put({ ...changed, lineItems });
    world.state.checkoutSessions.put({ ...totalled, discounts: [{ coupon: null, promotion_code: found }] });
  });
  return null;
}
