import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";

let checked: CheckedStripe;
let stripe: Stripe;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
});
afterAll(() => checked.close());

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features;

async function openPortal(
  features: Features,
  more: Partial<Stripe.BillingPortal.SessionCreateParams> = {},
): Promise<{ customer: string; url: string }> {
  const { id: customer } = await stripe.customers.create({
    name: "Ada",
    email: "ada@example.com",
    address: { line1: "12 Mill Lane", country: "GB" },
  });
  const configuration = await stripe.billingPortal.configurations.create({ features });
  const session = await stripe.billingPortal.sessions.create({
    customer,
    configuration: configuration.id,
    return_url: "http://shop.test/billing",
    ...more,
  });
  return { customer, url: session.url };
}

const submit = (url: string, fields: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });

describe("billing details in the portal", () => {
  it("change as far as the portal lets them be changed, whatever else a form brings", async () => {
    const { customer, url } = await openPortal({
      customer_update: { enabled: true, allowed_updates: ["name"] },
    });
    const answer = await submit(`${url}/details`, {
      name: "Ada Larkfield",
      email: "mallory@example.com",
      line1: "Elsewhere 1",
      taxId: "GB123456789",
    });
    expect(answer.status).toBe(303);
    expect(await stripe.customers.retrieve(customer)).toMatchObject({
      name: "Ada Larkfield",
      email: "ada@example.com",
      address: { line1: "12 Mill Lane", country: "GB" },
    });
    expect((await stripe.customers.listTaxIds(customer)).data).toEqual([]);
  });

  it.each([
    [{ email: "nobody" }, "Enter your email address."],
    [{ email: "ada@example.com", country: "XX" }, "Choose a country."],
    [{ email: "ada@example.com", country: "NP", taxId: "1" }, "Tax IDs of this country are not known here."],
  ])("stay as they were when %j is given, and the page says why", async (fields, sentence) => {
    const { customer, url } = await openPortal({
      customer_update: { enabled: true, allowed_updates: ["email", "address", "tax_id"] },
    });
    const answer = await submit(`${url}/details`, fields);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(sentence);
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ address: { line1: "12 Mill Lane" } });
  });

  it("cannot be reached where the portal does not offer them", async () => {
    const { url } = await openPortal({ invoice_history: { enabled: true } });
    expect((await fetch(`${url}/details`)).status).toBe(404);
    expect((await submit(`${url}/details`, { name: "x" })).status).toBe(404);
    expect(await (await fetch(url)).text()).not.toContain("Change billing details");
  });
});

describe("the portal", () => {
  it("removes and prefers no card where it does not offer that, and knows no other verb", async () => {
    for (const [enabled, verb] of [
      [false, "remove"],
      [false, "default"],
      [true, "eat"],
    ] as const) {
      const { customer, url } = await openPortal({ payment_method_update: { enabled } });
      const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer });
      expect((await submit(`${url}/payment-method/${id}/${verb}`)).status).toBe(404);
      expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1);
    }
  });

  it("refuses by name what it cannot do: quantities", async () => {
    const { id: price, product } = await stripe.prices.create({
      product_data: { name: "Seat" },
      currency: "usd",
      unit_amount: 900,
      recurring: { interval: "month" },
    });
    const products = [
      { product: String(product), prices: [price], adjustable_quantity: { enabled: true, minimum: 1 } },
    ];
    await expect(
      openPortal({ subscription_update: { enabled: true, default_allowed_updates: ["price"], products } }),
    ).rejects.toThrow("does not support adjustable quantities in the portal");
  });

  it("leads out of a flow to where the customer came from", async () => {
    const { url } = await openPortal(
      { payment_method_update: { enabled: true } },
      { flow_data: { type: "payment_method_update" } },
    );
    const page = await (await fetch(url)).text();
    expect(page).toContain('href="http://shop.test/billing">Go back');
  });
});
