import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Script } from "./script";

let script: Script;
let stripe: Stripe;
let call: Script["call"];
let refused: Script["refused"];

beforeAll(async () => {
  script = await Script.start();
  ({ stripe, call, refused } = script);
});
afterAll(() => script.close());

describe("every call stays within the contract: customers and prices", () => {
  let customer: Stripe.Customer;
  let product: Stripe.Product;
  let monthly: Stripe.Price;
  let yearly: Stripe.Price;

  it("customers, tax ids and balance", async () => {
    customer = await call(
      stripe.customers.create({
        email: "ada@example.com",
        name: "Ada",
        metadata: { account: "a1" },
        address: { country: "US", line1: "1 Main St" },
        phone: "+15550100",
      }),
    );
    await call(stripe.customers.retrieve(customer.id));
    await call(
      stripe.customers.retrieve(customer.id, {
        expand: ["subscriptions", "tax_ids", "sources", "tax", "cash_balance"],
      }),
    );
    const updated = await call(
      stripe.customers.update(customer.id, {
        description: "first",
        metadata: { account: "", plan: "pro" },
        shipping: { name: "Ada", address: { country: "US" } },
      }),
    );
    expect(updated.metadata).toEqual({ plan: "pro" });
    await call(stripe.customers.list({ email: "ada@example.com", limit: 3 }));
    await call(stripe.customers.search({ query: "email:'ada@example.com' AND metadata['plan']:'pro'" }));
    const taxId = await call(
      stripe.customers.createTaxId(customer.id, { type: "eu_vat", value: "DE123456789" }),
    );
    await call(stripe.customers.listTaxIds(customer.id));
    await call(stripe.customers.retrieveTaxId(customer.id, taxId.id));
    await call(stripe.customers.deleteTaxId(customer.id, taxId.id));
    const entry = await call(
      stripe.customers.createBalanceTransaction(customer.id, {
        amount: -500,
        currency: "usd",
        description: "sorry",
      }),
    );
    await call(stripe.customers.listBalanceTransactions(customer.id));
    await call(stripe.customers.retrieveBalanceTransaction(customer.id, entry.id));
    await call(
      stripe.customers.updateBalanceTransaction(customer.id, entry.id, { description: "very sorry" }),
    );
    await call(stripe.customers.createBalanceTransaction(customer.id, { amount: 500, currency: "usd" }));
    const gone = await call(stripe.customers.create({ email: "gone@example.com" }));
    await call(stripe.customers.del(gone.id));
    expect(await call(stripe.customers.retrieve(gone.id))).toMatchObject({ deleted: true });
    expect(await refused(stripe.customers.retrieve("cus_nobody"))).toMatchObject({
      code: "resource_missing",
      statusCode: 404,
    });
    expect(await refused(stripe.customers.create({ colour: "red" } as never))).toMatchObject({
      code: "parameter_unknown",
      param: "colour",
    });
  });

  it("products and prices", async () => {
    product = await call(
      stripe.products.create({
        name: "Pro",
        metadata: { tier: "pro" },
        marketing_features: [{ name: "Everything" }],
        default_price_data: { currency: "usd", unit_amount: 1490, recurring: { interval: "month" } },
      }),
    );
    await call(stripe.products.retrieve(product.id, { expand: ["default_price"] }));
    await call(stripe.products.update(product.id, { description: "The plan for most" }));
    await call(stripe.products.list({ active: true, ids: [product.id] }));
    await call(stripe.products.search({ query: "active:'true' AND name:'Pro'" }));
    const spare = await call(stripe.products.create({ id: "prod_spare", name: "Spare" }));
    await call(stripe.products.del(spare.id));
    const options = {
      currency_options: {
        inr: { unit_amount: 14_900 },
        gbp: { unit_amount: 1_190, tax_behavior: "inclusive" as const },
      },
    };
    monthly = await call(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        unit_amount: 1_490,
        recurring: { interval: "month" },
        lookup_key: "pro_monthly",
        tax_behavior: "exclusive",
        ...options,
      }),
    );
    yearly = await call(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        unit_amount: 14_900,
        recurring: { interval: "year" },
        lookup_key: "pro_yearly",
        nickname: "Yearly",
      }),
    );
    await call(
      stripe.prices.create({
        product_data: { name: "Premium" },
        currency: "usd",
        unit_amount: 2_490,
        recurring: { interval: "month" },
      }),
    );
    await call(
      stripe.prices.create({
        product_data: { name: "100 credits" },
        currency: "usd",
        unit_amount: 1_299,
        currency_options: { inr: { unit_amount: 99_900 } },
      }),
    );
    await call(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        billing_scheme: "tiered",
        tiers_mode: "graduated",
        recurring: { interval: "month" },
        tiers: [
          { up_to: 10, unit_amount: 100 },
          { up_to: "inf", unit_amount: 50, flat_amount: 200 },
        ],
        expand: ["tiers"],
      }),
    );
    await call(stripe.prices.retrieve(monthly.id, { expand: ["currency_options", "product"] }));
    await call(stripe.prices.update(monthly.id, { metadata: { order: "1" } }));
    expect(
      (await call(stripe.prices.list({ lookup_keys: ["pro_monthly"], expand: ["data.product"] }))).data,
    ).toHaveLength(1);
    await call(
      stripe.prices.list({ product: product.id, type: "recurring", recurring: { interval: "month" } }),
    );
    await call(stripe.prices.search({ query: "lookup_key:'pro_yearly'" }));
    const taken = await refused(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        unit_amount: 1,
        lookup_key: "pro_monthly",
      }),
    );
    expect(taken.code).toBe("resource_already_exists");
    await call(stripe.prices.update(yearly.id, { lookup_key: "pro_monthly", transfer_lookup_key: true }));
    expect((await call(stripe.prices.retrieve(monthly.id))).lookup_key).toBeNull();
    await call(stripe.prices.update(monthly.id, { lookup_key: "pro_monthly", transfer_lookup_key: true }));
  });

  it("covers what it is there for without one violation, in calls or events", () => {
    script.expectCovered("customersAndPrices");
  });
});
