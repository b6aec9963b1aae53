import type Stripe from "stripe";
import { recorded } from "./recorded";
import type { ProviderWorld } from "./recorded-provider";

export interface Answer {
  readonly status: number;
  readonly body: object;
}

const refuse = (status: number, error: object): Answer => ({ status, body: { error } });

let counter = 0;

/** The writes that a checkout makes, with Stripe's rule of idempotency keys. */
export function createWrites(world: ProviderWorld) {
  const answers = new Map<string, { body: string; answer: Answer }>();

  return function write(path: string, body: string, idempotencyKey: string | null): Answer {
    const kept = idempotencyKey ? answers.get(idempotencyKey) : undefined;
    if (kept) {
      if (kept.body === body) return kept.answer;
      const message = "Keys for idempotent requests can only be used with the same parameters.";
      return refuse(400, { type: "idempotency_error", message });
    }
    const answer = act(world, path, new URLSearchParams(body));
    if (idempotencyKey && answer.status < 400) answers.set(idempotencyKey, { body, answer });
    return answer;
  };
}

function act(world: ProviderWorld, path: string, form: URLSearchParams): Answer {
  counter += 1;
  const created = Math.floor(Date.now() / 1000);
  if (path === "/v1/customers") {
    const customer = recorded.customer({
      id: `cus_made${counter}`,
      created,
      email: form.get("email"),
      name: form.get("name"),
      currency: null,
      metadata: { account_id: form.get("metadata[account_id]") ?? "" },
    });
    world.customers.set(customer.id, customer);
    return { status: 200, body: customer };
  }
  if (path === "/v1/checkout/sessions") return createSession(world, form, created);
  const [, expired] = path.match(/^\/v1\/checkout\/sessions\/(\w+)\/expire$/) ?? [];
  if (expired) {
    const session = world.sessions.get(expired);
    if (session?.status !== "open") {
      return refuse(400, {
        type: "invalid_request_error",
        message: "Only Checkout Sessions with a status in [open] can be expired.",
      });
    }
    const after: Stripe.Checkout.Session = { ...session, status: "expired", url: null };
    world.sessions.set(expired, after);
    return { status: 200, body: after };
  }
  if (path === "/v1/billing_portal/sessions") {
    return {
      status: 200,
      body: {
        id: `bps_${counter}`,
        object: "billing_portal.session",
        url: `https://portal.example.com/p/bps_${counter}`,
        return_url: form.get("return_url"),
        flow: { type: form.get("flow_data[type]") },
      },
    };
  }
  return refuse(404, { type: "invalid_request_error", message: `Unrecognized request URL (POST: ${path}).` });
}

function createSession(world: ProviderWorld, form: URLSearchParams, created: number): Answer {
  const customer = form.get("customer") ?? "";
  const known = world.customers.get(customer);
  if (!known || known.deleted) {
    const message = `No such customer: '${customer}'`;
    return refuse(400, {
      type: "invalid_request_error",
      code: "resource_missing",
      param: "customer",
      message,
    });
  }
  const id = `cs_made${counter}`;
  const session = recorded.checkoutSession({
    id,
    created,
    customer,
    mode: form.get("mode") as Stripe.Checkout.Session.Mode,
    status: "open",
    payment_status: "unpaid",
    url: `https://checkout.example.com/c/${id}`,
    currency: form.get("currency"),
    client_reference_id: form.get("client_reference_id"),
    success_url: form.get("success_url"),
    cancel_url: form.get("cancel_url"),
    expires_at: Number(form.get("expires_at")),
    subscription: null,
    invoice: null,
    payment_intent: null,
    metadata: {
      price_key: form.get("metadata[price_key]") ?? "",
      trial: form.get("subscription_data[trial_period_days]") ?? "",
    },
  });
  world.sessions.set(id, session);
  return { status: 200, body: session };
}

/** The buyer pays: the session is complete, and its subscription runs. */
export function payForSession(world: ProviderWorld, sessionId: string): Stripe.Checkout.Session {
  const session = world.sessions.get(sessionId);
  if (session?.status !== "open")
    throw new Error(`${sessionId} cannot be paid for: it is ${session?.status}.`);
  const customer = String(session.customer);
  const trial = session.metadata?.["trial"];
  const after: Stripe.Checkout.Session = {
    ...session,
    status: "complete",
    payment_status: trial ? "no_payment_required" : "paid",
    url: null,
  };
  if (session.mode === "subscription") {
    const subscription = recorded.subscription({
      id: `sub_of_${sessionId}`,
      customer,
      status: trial ? "trialing" : "active",
      ...(trial && { trial_start: session.created, trial_end: session.created + Number(trial) * 86_400 }),
    });
    world.subscriptions.set(subscription.id, subscription);
    after.subscription = subscription.id;
    const invoice = recorded.invoice({ id: `in_of_${sessionId}`, customer });
    if (invoice.parent?.subscription_details)
      invoice.parent.subscription_details.subscription = subscription.id;
    world.invoices.set(invoice.id, invoice);
    after.invoice = invoice.id;
  } else {
    const purchase = recorded.purchaseSession();
    const item = purchase.line_items?.data[0];
    if (item?.price) item.price = { ...item.price, id: `price_${session.metadata?.["price_key"]}` };
    Object.assign(after, {
      line_items: purchase.line_items,
      payment_intent: purchase.payment_intent,
      amount_total: 4990,
    });
  }
  world.sessions.set(sessionId, after);
  const known = world.customers.get(customer);
  if (known && !known.deleted) world.customers.set(customer, { ...known, currency: session.currency });
  return after;
}
