import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";

let checked: CheckedStripe;
let stripe: Stripe;
let price: string;
let customer: string;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  price = (
    await stripe.prices.create({
      product_data: { name: "Pro" },
      currency: "usd",
      unit_amount: 1_490,
      recurring: { interval: "month" },
    })
  ).id;
  customer = (await stripe.customers.create({ email: "ada@example.com" })).id;
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

async function open(
  params: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Checkout.Session> {
  return await stripe.checkout.sessions.create({
    mode: "subscription",
    customer,
    line_items: [{ price, quantity: 1 }],
    success_url: "http://localhost/ok?s={CHECKOUT_SESSION_ID}",
    cancel_url: "http://localhost/no",
    ...params,
  });
}

function submit(url: string | null, number: string, more: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({
    email: "ada@example.com",
    number,
    expiry: "12 / 34",
    cvc: "123",
    name: "Ada",
    country: "US",
    action: "pay",
    ...more,
  });
  return fetch(url ?? "", { method: "POST", body, redirect: "manual" });
}

const subscriptions = async () => (await stripe.subscriptions.list({ customer, status: "all" })).data.length;
const alertOf = async (answer: Response) => /role="alert">([^<]*)/.exec(await answer.text())?.[1] ?? "";

describe("the hosted checkout", () => {
  it("shows what is bought, for how much, and that no money moves", async () => {
    const page = await (await fetch((await open()).url ?? "")).text();
    for (const text of [
      "local Stripe - no money moves",
      "ada@example.com",
      "Pay $14.90",
      "http://localhost/no",
    ])
      expect(page).toContain(text);
  });

  it.each([
    ["4000 0000 0000 0002", "declined"],
    ["4000 0000 0000 9995", "insufficient funds"],
    ["4242 4242 4242 4241", "card number is incorrect"],
  ])("shows why %s was refused and leaves no subscription", async (number, reason) => {
    const before = await subscriptions();
    const session = await open();
    expect(await alertOf(await submit(session.url, number))).toContain(reason);
    expect(await subscriptions()).toBe(before);
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
  });

  it("asks a 3-D Secure card's bank, and pays only when it agrees", async () => {
    const session = await open();
    const asked = await submit(session.url, "4000 0027 6000 3184");
    const bank = new URL(asked.headers.get("location") ?? "", checked.local.url);
    expect(await (await fetch(bank)).text()).toContain("Complete");
    const before = await subscriptions();
    const failed = await fetch(bank, { method: "POST", body: new URLSearchParams({ outcome: "fail" }) });
    expect(await alertOf(failed)).toContain("unable to authenticate");
    expect(await subscriptions()).toBe(before);
    await submit(session.url, "4000 0027 6000 3184");
    const done = await fetch(bank, {
      method: "POST",
      body: new URLSearchParams({ outcome: "complete" }),
      redirect: "manual",
    });
    expect(done.headers.get("location")).toBe(`http://localhost/ok?s=${session.id}`);
    expect(await subscriptions()).toBe(before + 1);
  });

  it("starts a trial without charging, and saves the card for it", async () => {
    const session = await open({ subscription_data: { trial_period_days: 14 } });
    expect(await (await fetch(session.url ?? "")).text()).toContain("Start trial");
    expect((await submit(session.url, "4242424242424242")).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] });
    expect(done.subscription).toMatchObject({
      status: "trialing",
      default_payment_method: expect.stringMatching(/^pm_/),
    });
  });

  it("takes a promotion code and charges the reduced amount", async () => {
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: "once" });
    await stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: coupon.id }, code: "HELLO" });
    const session = await open({ allow_promotion_codes: true });
    const applied = await fetch(`${session.url}/promotion`, {
      method: "POST",
      body: new URLSearchParams({ code: "hello" }),
    });
    expect(await applied.text()).toContain("Pay $7.45");
    await submit(session.url, "4242424242424242");
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["invoice"] });
    expect(done.invoice).toMatchObject({ amount_paid: 745 });
  });

  it("adds tax by the buyer's country", async () => {
    const session = await open({ automatic_tax: { enabled: true }, customer_update: { address: "auto" } });
    await submit(session.url, "4242424242424242", { country: "DE" });
    expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ["invoice"] })).toMatchObject({
      amount_total: 1_773,
      total_details: { amount_tax: 283 },
      invoice: { total: 1_773 },
    });
  });

  it("takes a bank debit instead, which pays later, and says when none was entered", async () => {
    const session = await open();
    expect(await (await fetch(session.url ?? "")).text()).toContain("Pay by bank debit");
    expect(await alertOf(await submit(session.url, "", { action: "debit" }))).toContain("account number");
    expect(await alertOf(await submit(session.url, "", { action: "debit", debit: "12" }))).toContain(
      "valid bank account number",
    );
    const done = await submit(session.url, "", { action: "debit", debit: "000123456789" });
    expect(done.headers.get("location")).toBe(`http://localhost/ok?s=${session.id}`);
    expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] })).toMatchObject({
      payment_status: "unpaid",
      subscription: { status: "active" },
    });
  });

  it("collects a business's tax id where the session asks for it, and reverses the charge", async () => {
    const session = await open({
      automatic_tax: { enabled: true },
      customer_update: { address: "auto", name: "auto" },
      tax_id_collection: { enabled: true },
    });
    await submit(session.url, "4242424242424242", { country: "FR", taxId: "FRAB123456789" });
    expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ["invoice"] })).toMatchObject({
      amount_total: 1_490,
      customer_details: { tax_ids: [{ type: "eu_vat", value: "FRAB123456789" }] },
      invoice: { total: 1_490, customer_tax_ids: [{ type: "eu_vat", value: "FRAB123456789" }] },
    });
    expect((await stripe.customers.listTaxIds(customer)).data[0]?.value).toBe("FRAB123456789");
    await stripe.customers.deleteTaxId(
      customer,
      (await stripe.customers.listTaxIds(customer)).data[0]?.id ?? "",
    );
  });

  it("cannot be paid twice or after it expired", async () => {
    const session = await open();
    await submit(session.url, "4242424242424242");
    expect((await submit(session.url, "4242424242424242")).status).toBe(409);
    const expired = await open();
    await stripe.checkout.sessions.expire(expired.id);
    expect((await submit(expired.url, "4242424242424242")).status).toBe(409);
  });
});

describe("the portal", () => {
  it("cancels at the period's end by cancel_at alone, and takes it back", async () => {
    const owner = (await stripe.customers.create({ email: "portal@example.com" })).id;
    const session = await open({ customer: owner });
    await submit(session.url, "4242424242424242");
    const id = (await stripe.subscriptions.list({ customer: owner })).data[0]?.id ?? "";
    const portal = await stripe.billingPortal.sessions.create({
      customer: owner,
      return_url: "http://localhost/billing",
    });
    const page = await (await fetch(portal.url)).text();
    for (const text of ["Cancel plan", "ending in 4242", "$14.90", "http://localhost/billing"])
      expect(page).toContain(text);
    await fetch(`${portal.url}/cancel/${id}`, { method: "POST", body: new URLSearchParams() });
    const canceled = await stripe.subscriptions.retrieve(id);
    expect(canceled).toMatchObject({
      status: "active",
      cancel_at_period_end: false,
      cancel_at: canceled.items.data[0]?.current_period_end,
    });
    await fetch(`${portal.url}/keep/${id}`, { method: "POST", body: new URLSearchParams() });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ cancel_at: null, canceled_at: null });
    expect((await fetch(`${portal.url}x`)).status).toBe(404);
  });
});
