import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { control } from "./support/control";

let checked: CheckedStripe;
let stripe: Stripe;
let plan: string;
let pack: string;
let customer: string;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  const price = { currency: "usd", product_data: { name: "Pro" } };
  plan = (await stripe.prices.create({ ...price, unit_amount: 1_490, recurring: { interval: "month" } })).id;
  pack = (await stripe.prices.create({ ...price, unit_amount: 900 })).id;
});
beforeEach(async () => {
  customer = (await stripe.customers.create({ email: "ada@example.com" })).id;
});
afterAll(() => checked.close());

const DECLINED = "4000000000000002";
const SECURE = "4000002760003184";

const modes: [string, Partial<Stripe.Checkout.SessionCreateParams>][] = [
  ["payment", { mode: "payment", line_items: [{ price: "pack", quantity: 1 }] }],
  ["subscription", { mode: "subscription", line_items: [{ price: "plan", quantity: 1 }] }],
  [
    "trial",
    {
      mode: "subscription",
      line_items: [{ price: "plan", quantity: 1 }],
      subscription_data: { trial_period_days: 7 },
    },
  ],
  ["setup", { mode: "setup", currency: "usd" }],
];

async function open(params: Partial<Stripe.Checkout.SessionCreateParams>): Promise<Stripe.Checkout.Session> {
  const line_items = params.line_items?.map((item) => ({
    ...item,
    price: item.price === "pack" ? pack : plan,
  }));
  return await stripe.checkout.sessions.create({
    customer,
    success_url: "http://localhost/ok",
    ...params,
    ...(line_items ? { line_items } : {}),
  });
}

const pay = (session: string, card: string, more: object = {}) =>
  control(checked.local.url, `/checkout/${session}/complete`, { card, ...more });
/** Types of this customer's events, oldest first. */
const types = () =>
  checked.local.world.state.events
    .all()
    .filter(({ object }) => (object as { customer?: string }).customer === customer)
    .map(({ type }) => type);
const intents = async () => (await stripe.paymentIntents.list({ customer })).data;

describe("a card that is declined in checkout", () => {
  it.each(modes.slice(0, 2))("leaves its failed intent, and the session open: %s", async (_mode, params) => {
    const session = await open(params);
    expect(await pay(session.id, DECLINED)).toMatchObject({ state: "declined", code: "generic_decline" });
    const [intent, ...others] = await intents();
    expect(others).toEqual([]);
    expect(intent).toMatchObject({
      status: "requires_payment_method",
      amount: params.mode === "payment" ? 900 : 1_490,
      last_payment_error: { code: "card_declined", decline_code: "generic_decline" },
    });
    expect(types()).toEqual(["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]);
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      payment_intent: params.mode === "payment" ? intent?.id : null,
      subscription: null,
      invoice: null,
    });
    expect((await stripe.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
    expect((await stripe.charges.list({ customer })).data).toMatchObject([{ status: "failed", paid: false }]);
  });

  it.each(modes.slice(0, 2))(
    "can be followed by another, which pays the same intent: %s",
    async (_mode, params) => {
      const session = await open(params);
      await pay(session.id, DECLINED);
      await pay(session.id, "4000000000009995");
      const [tried] = await intents();
      expect(await pay(session.id, "4242424242424242")).toMatchObject({ state: "complete" });
      const all = await intents();
      expect(all).toMatchObject([{ id: tried?.id, status: "succeeded", last_payment_error: null }]);
      const charges = (await stripe.charges.list({ customer })).data;
      expect(charges.map(({ status }) => status)).toEqual(["succeeded", "failed", "failed"]);
      expect(new Set(charges.map(({ payment_intent }) => payment_intent))).toEqual(new Set([tried?.id]));
      const done = await stripe.checkout.sessions.retrieve(session.id);
      expect(done).toMatchObject({ status: "complete", payment_status: "paid" });
      if (params.mode === "payment") expect(done.payment_intent).toBe(tried?.id);
      else {
        const payments = await stripe.invoicePayments.list({ invoice: String(done.invoice) });
        expect(payments.data).toMatchObject([{ status: "paid", payment: { payment_intent: tried?.id } }]);
      }
      expect(types().filter((type) => type === "payment_intent.created")).toHaveLength(1);
    },
  );

  it("leaves a failed setup intent where the card was only to be saved", async () => {
    for (const [, params] of modes.slice(2)) {
      const session = await open(params);
      expect(await pay(session.id, DECLINED)).toMatchObject({ state: "declined" });
      expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "open" });
    }
    expect(types()).toEqual([
      "setup_intent.created",
      "setup_intent.setup_failed",
      "setup_intent.created",
      "setup_intent.setup_failed",
    ]);
    expect(await intents()).toEqual([]);
  });

  it("takes its intent with it when the session expires", async () => {
    const session = await open(modes[0]?.[1] ?? {});
    await pay(session.id, DECLINED);
    await stripe.checkout.sessions.expire(session.id);
    expect(await intents()).toMatchObject([{ status: "canceled", cancellation_reason: "expired" }]);
    expect(types().slice(-1)).toEqual(["checkout.session.expired"]);
  });
});

describe("3-D Secure in checkout", () => {
  it.each(modes.slice(0, 2))(
    "leaves an intent that requires action until the bank agrees: %s",
    async (_mode, params) => {
      const session = await open(params);
      expect(await pay(session.id, SECURE, { authentication: "fail" })).toMatchObject({
        state: "authentication",
      });
      const [intent] = await intents();
      expect(intent).toMatchObject({
        status: "requires_payment_method",
        last_payment_error: { code: "payment_intent_authentication_failure" },
      });
      expect(types()).toEqual([
        "payment_intent.created",
        "payment_intent.requires_action",
        "payment_intent.payment_failed",
      ]);
      expect(await pay(session.id, SECURE)).toMatchObject({ state: "complete" });
      expect(await intents()).toMatchObject([{ id: intent?.id, status: "succeeded" }]);
      expect(types()).toContain("payment_intent.succeeded");
      expect((await stripe.charges.list({ customer })).data).toHaveLength(1);
    },
  );

  it("asks on the checkout's own page, and nowhere else", async () => {
    const session = await open(modes[0]?.[1] ?? {});
    const form = {
      email: "ada@example.com",
      number: SECURE,
      expiry: "12 / 34",
      cvc: "123",
      name: "Ada",
      country: "US",
    };
    const asked = await fetch(session.url ?? "", {
      method: "POST",
      body: new URLSearchParams({ ...form, action: "pay" }),
      redirect: "manual",
    });
    const [intent] = await intents();
    const page = new URL(asked.headers.get("location") ?? "", checked.local.url).href;
    expect(intent).toMatchObject({
      status: "requires_action",
      next_action: { type: "redirect_to_url", redirect_to_url: { url: page } },
    });
    await expect(control(checked.local.url, `/payment_intents/${intent?.id}/authenticate`)).rejects.toThrow(
      "does not wait for authentication",
    );
    const done = await fetch(page, {
      method: "POST",
      body: new URLSearchParams({ outcome: "complete" }),
      redirect: "manual",
    });
    expect(done.headers.get("location")).toBe("http://localhost/ok");
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: "complete",
      payment_intent: intent?.id,
    });
  });

  it.each(modes.slice(2))("asks for a card that is only saved: %s", async (_mode, params) => {
    const session = await open(params);
    expect(await pay(session.id, SECURE)).toMatchObject({ state: "complete" });
    expect(types()).toEqual(
      expect.arrayContaining([
        "setup_intent.created",
        "setup_intent.requires_action",
        "setup_intent.succeeded",
      ]),
    );
    expect(types().filter((type) => type === "setup_intent.created")).toHaveLength(1);
    expect(await intents()).toEqual([]);
  });
});
