import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at } from "./advance-clock";

let checked: CheckedStripe;
let stripe: Stripe;
const plans: { product: string; price: string }[] = [];

/** Products with the first so many of twelve features. */
beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  const features: string[] = [];
  for (let number = 1; number <= 12; number++)
    features.push(
      (await stripe.entitlements.features.create({ lookup_key: `f${number}`, name: `Feature ${number}` })).id,
    );
  for (const count of [2, 12]) {
    const product = await stripe.products.create({ name: `Plan of ${count}` });
    for (const entitlement_feature of features.slice(0, count))
      await stripe.products.createFeature(product.id, { entitlement_feature });
    const price = await stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: 1_000,
      recurring: { interval: "month" },
    });
    plans.push({ product: product.id, price: price.id });
  }
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

async function subscribe(plan: number, params: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at("2026-01-01T00:00:00") });
  const customer = await stripe.customers.create({ test_clock: clock.id, email: "ent@example.com" });
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: plans[plan]?.price ?? "" }],
    ...params,
  });
  return { clock: clock.id, customer: customer.id, subscription };
}

const keysOf = async (customer: string) =>
  (await stripe.entitlements.activeEntitlements.list({ customer, limit: 100 })).data
    .map((entitlement) => entitlement.lookup_key)
    .sort();
const newsOf = (customer: string) =>
  checked.local.world.state.events
    .all()
    .filter(
      (event) =>
        event.type === "entitlements.active_entitlement_summary.updated" &&
        (event.object as { customer: string }).customer === customer,
    )
    .map((event) => event.object as Stripe.Entitlements.ActiveEntitlementSummary);

describe("active entitlements", () => {
  it("are those of the products that are subscribed to, from the moment it is active until it ends", async () => {
    const { customer, subscription } = await subscribe(0);
    expect(await keysOf(customer)).toEqual(["f1", "f2"]);
    expect(newsOf(customer)).toHaveLength(1);
    await stripe.subscriptions.cancel(subscription.id);
    expect(await keysOf(customer)).toEqual([]);
    expect(newsOf(customer)).toHaveLength(2);
  });

  it("are not given before the first payment", async () => {
    const { customer, subscription } = await subscribe(0, { payment_behavior: "default_incomplete" });
    expect(await keysOf(customer)).toEqual([]);
    await stripe.invoices.pay(String(subscription.latest_invoice));
    expect(await keysOf(customer)).toEqual(["f1", "f2"]);
  });

  it("follow a change of plan in one event, keep their ids, and carry at most ten", async () => {
    const { customer, subscription } = await subscribe(0);
    const before = await stripe.entitlements.activeEntitlements.list({ customer, expand: ["data.feature"] });
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? "", price: plans[1]?.price ?? "" }],
    });
    expect(await keysOf(customer)).toHaveLength(12);
    const news = newsOf(customer);
    expect(news).toHaveLength(2);
    expect(news[1]?.entitlements).toMatchObject({ has_more: true });
    expect(news[1]?.entitlements.data).toHaveLength(10);
    const kept = before.data[0]?.id ?? "";
    expect(
      await stripe.entitlements.activeEntitlements.retrieve(kept, { expand: ["feature"] }),
    ).toMatchObject({
      feature: { object: "entitlements.feature" },
    });
  });

  it("are given in a trial, kept while a payment is retried, and taken by a pause", async () => {
    const { customer, clock, subscription } = await subscribe(0, { trial_period_days: 7 });
    expect(await keysOf(customer)).toEqual(["f1", "f2"]);
    const card = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
    await advanceTo(stripe, clock, at("2026-01-08T02:00:00"));
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("past_due");
    expect(await keysOf(customer)).toEqual(["f1", "f2"]);
    await stripe.subscriptions.pause(subscription.id);
    expect(await keysOf(customer)).toEqual([]);
    expect(newsOf(customer)).toHaveLength(2);
  });

  it("stay when one of two subscriptions ends that give the same", async () => {
    const { customer, subscription } = await subscribe(0);
    await stripe.subscriptions.create({ customer, items: [{ price: plans[1]?.price ?? "" }] });
    await stripe.subscriptions.cancel(subscription.id);
    expect(await keysOf(customer)).toHaveLength(12);
  });
});

describe("features", () => {
  it("are listed, renamed, archived and taken off products", async () => {
    const feature = await stripe.entitlements.features.create({ lookup_key: "sso", name: "SSO" });
    await expect(
      stripe.entitlements.features.create({ lookup_key: "sso", name: "Again" }),
    ).rejects.toMatchObject({ param: "lookup_key" });
    const product = await stripe.products.create({ name: "Enterprise" });
    const link = await stripe.products.createFeature(product.id, { entitlement_feature: feature.id });
    await expect(
      stripe.products.createFeature(product.id, { entitlement_feature: feature.id }),
    ).rejects.toMatchObject({ param: "entitlement_feature" });
    await stripe.entitlements.features.update(feature.id, { name: "Single sign-on", metadata: { a: "1" } });
    expect((await stripe.products.listFeatures(product.id)).data).toMatchObject([
      { id: link.id, entitlement_feature: { name: "Single sign-on" } },
    ]);
    expect(await stripe.products.retrieveFeature(product.id, link.id)).toMatchObject({ id: link.id });
    await stripe.products.deleteFeature(product.id, link.id);
    expect((await stripe.products.listFeatures(product.id)).data).toEqual([]);
    await stripe.entitlements.features.update(feature.id, { active: false });
    expect(
      (await stripe.entitlements.features.list({ lookup_key: "sso", archived: true })).data,
    ).toHaveLength(1);
    expect((await stripe.entitlements.features.retrieve(feature.id)).active).toBe(false);
  });
});
