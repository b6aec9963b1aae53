import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at, DAY } from "./advance-clock";

let checked: CheckedStripe;
let stripe: Stripe;
let price: string;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
  price = (
    await stripe.prices.create({
      product_data: { name: "Pro" },
      currency: "usd",
      unit_amount: 1_000,
      recurring: { interval: "month" },
    })
  ).id;
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

const calculate = (
  customer_details: Stripe.Tax.CalculationCreateParams.CustomerDetails,
  line_items: Stripe.Tax.CalculationCreateParams.LineItem[] = [{ amount: 1_000, tax_behavior: "exclusive" }],
) =>
  stripe.tax.calculations.create({
    currency: "usd",
    customer_details: { address_source: "billing", ...customer_details },
    line_items,
    expand: ["line_items.data.tax_breakdown"],
  });

describe("a tax id", () => {
  it.each([
    ["eu_vat", "DE123456789", "verified"],
    ["eu_vat", "DE111111111", "unverified"],
    ["gb_vat", "222222222", "pending"],
    ["us_ein", "12-3456789", "unavailable"],
  ] as const)("of kind %s and value %s ends %s", async (type, value, status) => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at("2026-01-01T00:00:00") });
    const customer = await stripe.customers.create({ name: "Ada GmbH", test_clock: clock.id });
    const made = await stripe.customers.createTaxId(customer.id, { type, value });
    expect(made.verification?.status).toBe(status === "unavailable" ? "unavailable" : "pending");
    await advanceTo(stripe, clock.id, at("2026-01-02T00:00:00"));
    const found = await stripe.customers.retrieveTaxId(customer.id, made.id);
    expect(found.verification).toMatchObject({
      status,
      verified_name: status === "verified" ? "Ada GmbH" : null,
    });
    const told = checked.local.world.state.events
      .all()
      .filter((event) => event.type === "customer.tax_id.updated" && (event.object as TaxId).id === made.id);
    expect(told).toHaveLength(status === "verified" || status === "unverified" ? 1 : 0);
  });

  it("that was refuted no longer reverses the charge", async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at("2026-01-01T00:00:00") });
    const customer = await stripe.customers.create({
      address: { country: "DE" },
      test_clock: clock.id,
    });
    await stripe.customers.createTaxId(customer.id, { type: "eu_vat", value: "DE111111111" });
    await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price }],
      automatic_tax: { enabled: true },
      payment_behavior: "default_incomplete",
    });
    const totals = async () => (await stripe.invoices.list({ customer: customer.id })).data[0]?.total;
    expect(await totals()).toBe(1_000);
    await advanceTo(stripe, clock.id, at("2026-01-01T01:00:00"));
    const preview = await stripe.invoices.createPreview({
      customer: customer.id,
      automatic_tax: { enabled: true },
      subscription_details: { items: [{ price }] },
    });
    expect(preview.total).toBe(1_190);
  });
});

type TaxId = { id: string };

describe("automatic tax without a place", () => {
  it("fails the finalisation of an invoice by hand, which stays a draft until there is one", async () => {
    const customer = await stripe.customers.create({ email: "nowhere@example.com" });
    const { id } = await stripe.invoices.create({
      customer: customer.id,
      currency: "usd",
      automatic_tax: { enabled: true },
    });
    await stripe.invoices.addLines(id, { lines: [{ amount: 1_000 }] });
    expect(await stripe.invoices.finalizeInvoice(id)).toMatchObject({
      status: "draft",
      automatic_tax: { status: "requires_location_inputs" },
      last_finalization_error: { code: "customer_tax_location_invalid" },
    });
    expect(
      checked.local.world.state.events
        .all()
        .some((event) => event.type === "invoice.finalization_failed" && (event.object as TaxId).id === id),
    ).toBe(true);
    await stripe.customers.update(customer.id, { address: { country: "AT" } });
    expect(await stripe.invoices.finalizeInvoice(id, { auto_advance: false })).toMatchObject({
      status: "open",
      total: 1_200,
      last_finalization_error: null,
    });
  });
});

describe("settings and registrations", () => {
  it("say how prices that do not say are taxed, and where tax is collected", async () => {
    expect(await stripe.tax.settings.retrieve()).toMatchObject({
      status: "active",
      defaults: { tax_behavior: "inferred_by_currency" },
    });
    await stripe.tax.settings.update({
      defaults: { tax_behavior: "inclusive" },
      head_office: { address: { country: "US", state: "CA" } },
    });
    const de = { country: "DE" };
    const totalIn = async (country: string) =>
      (await calculate({ address: { country } }, [{ amount: 1_190 }])).tax_amount_inclusive;
    expect(await totalIn("DE")).toBe(190);
    const now = Math.floor(Date.now() / 1000);
    const german = await stripe.tax.registrations.create({
      ...de,
      country_options: { de: { type: "standard" } },
      active_from: "now",
    });
    expect(german.status).toBe("active");
    expect([await totalIn("DE"), await totalIn("FR")]).toEqual([190, 0]);
    const union = await stripe.tax.registrations.create({
      country: "IE",
      country_options: { ie: { type: "oss_union" } },
      active_from: now + DAY,
    });
    expect(union.status).toBe("scheduled");
    await stripe.tax.registrations.update(union.id, { active_from: "now" });
    expect(await totalIn("FR")).toBe(198);
    await stripe.tax.registrations.update(union.id, { expires_at: "now" });
    expect((await stripe.tax.registrations.retrieve(union.id)).status).toBe("expired");
    expect((await stripe.tax.registrations.list({ status: "active" })).data.map(({ id }) => id)).toEqual([
      german.id,
    ]);
    expect(await totalIn("FR")).toBe(0);
  });
});
