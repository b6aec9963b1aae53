import type { Page } from "@playwright/test";
import type Stripe from "stripe";
import { CARDS, payWith } from "./support/checkout";
import {
  expectHosted,
  makePrice,
  makeSubscriber,
  type OwnStripe,
  sendInvoice,
  startOwnStripe,
  tabTo,
} from "./support/hosted";
import { expect, test } from "./support/test";

// Several looks in each test, on a machine that may do much else.
test.describe.configure({ timeout: 150_000 });

let own: OwnStripe;
let stripe: Stripe;
let monthly: string;

test.beforeAll(async () => {
  own = await startOwnStripe();
  stripe = own.stripe;
  monthly = await makePrice(stripe, "Pro", 1_490, "month");
});
test.afterAll(() => own.close());

const openCheckout = async (
  page: Page,
  params: Stripe.Checkout.SessionCreateParams,
): Promise<Stripe.Checkout.Session> => {
  const session = await stripe.checkout.sessions.create({
    success_url: `${own.local.url}/_local?notice=Paid`,
    cancel_url: `${own.local.url}/_local`,
    ...params,
  });
  await page.goto(session.url ?? "");
  return session;
};

test("checkout of a subscription: as it opens, with a wrong field, declined, at the bank, expired", async ({
  page,
  complaints,
}) => {
  complaints.expect(/status of 4(02|22)/);
  const session = await openCheckout(page, {
    mode: "subscription",
    line_items: [{ price: monthly, quantity: 2 }],
  });
  await expect(page.getByRole("heading", { level: 1, name: "Subscribe" })).toBeVisible();
  await expectHosted(page);
  await page.getByLabel("Email").fill("ada@example.com");
  await payWith(page, "4242 4242 4242 4241");
  await expect(page.getByLabel("Card number")).toHaveAccessibleDescription("Your card number is incorrect.");
  await expect(page.getByLabel("Card number")).toBeFocused();
  await expectHosted(page);
  await payWith(page, CARDS.declined);
  await expect(page.getByRole("alert")).toContainText("Your card was declined.");
  await expectHosted(page);
  await payWith(page, CARDS.threeDSecure);
  await expect(page.getByRole("heading", { level: 1, name: "3-D Secure" })).toBeVisible();
  await expectHosted(page);
  await page.getByRole("button", { name: "Fail" }).click();
  await expect(page.getByRole("alert")).toContainText("unable to authenticate");
  await stripe.checkout.sessions.expire(session.id);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Checkout expired" })).toBeVisible();
  await expectHosted(page);
});

test("checkout of a payment with a promotion code, tax, a tax ID and an address", async ({
  page,
  complaints,
}) => {
  complaints.expect(/status of 422/);
  const { id: coupon } = await stripe.coupons.create({ percent_off: 20, duration: "once" });
  await stripe.promotionCodes.create({ promotion: { type: "coupon", coupon }, code: "WELCOME" });
  const { id } = await openCheckout(page, {
    mode: "payment",
    line_items: [{ price: await makePrice(stripe, "Pack of 500 credits", 5_000), quantity: 1 }],
    allow_promotion_codes: true,
    automatic_tax: { enabled: true },
    tax_id_collection: { enabled: true },
    billing_address_collection: "required",
  });
  await page.getByLabel("Promotion code").fill("NOSUCH");
  await page.getByRole("button", { name: "Apply code" }).click();
  await expect(page.getByRole("alert")).toHaveText("This code is invalid.");
  await page.getByLabel("Promotion code").fill("welcome");
  await page.getByRole("button", { name: "Apply code" }).click();
  await expect(page.getByText("A code is applied.")).toBeVisible();
  await page.getByLabel("Country or region").selectOption("DE");
  await page.getByRole("button", { name: "Update tax for this country" }).click();
  await expect(page.getByRole("row", { name: /^Discount/ })).toContainText("−$10.00");
  await expect(page.getByRole("row", { name: /^Due today/ })).toContainText("$47.60");
  await page.getByLabel("Email").fill("berta@example.com");
  await payWith(page, CARDS.good);
  await expect(page.getByLabel("Address", { exact: true })).toHaveAccessibleDescription(
    "Enter your address.",
  );
  await expectHosted(page);
  await page.getByLabel("Address", { exact: true }).fill("Lindenweg 3");
  await page.getByLabel("City").fill("Kassel");
  await payWith(page, CARDS.good);
  await expect(page.getByRole("status")).toHaveText("Paid");
  expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
    amount_total: 4_760,
    customer_details: { address: { line1: "Lindenweg 3", city: "Kassel", country: "DE" } },
  });
});

test("checkout that saves a card, by keyboard alone", async ({ page }) => {
  const { id: customer } = await stripe.customers.create({ email: "keys@example.com" });
  const session = await openCheckout(page, { mode: "setup", currency: "usd", customer });
  await expect(page.getByText("Nothing is charged now.")).toBeVisible();
  await expectHosted(page);
  for (const [label, text] of [
    ["Card number", "4000 0025 0000 3155"],
    ["Expiry (MM / YY)", "12 / 34"],
    ["CVC", "123"],
    ["Name on card", "Kay Keys"],
  ] as const) {
    await tabTo(page, label);
    await page.keyboard.type(text);
  }
  await tabTo(page, "Save card");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "3-D Secure" })).toBeVisible();
  await tabTo(page, "Complete");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("Paid");
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("complete");
  expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1);
});

test("a whole checkout of a subscription, by keyboard alone", async ({ page }) => {
  const session = await openCheckout(page, {
    mode: "subscription",
    line_items: [{ price: monthly, quantity: 1 }],
  });
  for (const [label, text] of [
    ["Email", "kay@example.com"],
    ["Card number", CARDS.good],
    ["Expiry (MM / YY)", "12 / 34"],
    ["CVC", "123"],
  ] as const) {
    await tabTo(page, label);
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toHaveText("Paid");
  const paid = await stripe.checkout.sessions.retrieve(session.id);
  expect(paid).toMatchObject({ status: "complete", payment_status: "paid", amount_total: 1_490 });
});

test("the portal: its first page, and each of its forms", async ({ page }) => {
  const premium = await stripe.prices.retrieve(await makePrice(stripe, "Premium", 2_490, "month"));
  const current = await stripe.prices.retrieve(monthly);
  const configuration = await stripe.billingPortal.configurations.create({
    features: {
      customer_update: { enabled: true, allowed_updates: ["name", "email", "address", "phone", "tax_id"] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        enabled: true,
        cancellation_reason: { enabled: true, options: ["too_expensive", "unused", "other"] },
      },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ["price"],
        proration_behavior: "always_invoice",
        products: [current, premium].map(({ id, product }) => ({ product: String(product), prices: [id] })),
      },
    },
  });
  const { customer, subscription } = await makeSubscriber(stripe, monthly);
  const session = await stripe.billingPortal.sessions.create({ customer, configuration: configuration.id });
  await page.goto(session.url);
  await expect(page.getByRole("region", { name: "Invoice history" }).getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("region", { name: "Payment methods" })).toContainText(
    "Mastercard ending in 4444",
  );
  await expectHosted(page);

  await page.getByRole("link", { name: "Add payment method" }).click();
  await expectHosted(page);
  await page.goto(session.url);
  await page.getByRole("link", { name: "Change billing details" }).click();
  await expectHosted(page);
  await page.getByLabel("City").fill("York");
  await page.getByLabel("Tax ID to add").fill("GB123456789");
  await page.getByRole("button", { name: "Save billing details" }).click();
  await expect(page.getByRole("status")).toHaveText("Your billing details have been changed.");
  await expect(page.getByRole("region", { name: "Billing details" })).toContainText("Tax ID GB123456789");
  expect(await stripe.customers.retrieve(customer)).toMatchObject({
    address: { line1: "12 Mill Lane", city: "York" },
  });

  await page.getByRole("link", { name: "Update plan" }).click();
  await expectHosted(page);
  await page.getByRole("link", { name: /^Select Premium/ }).click();
  await expect(page.getByRole("button", { name: /^Pay \$10\.00 and confirm/ })).toBeVisible();
  await expectHosted(page);
  await page.getByRole("button", { name: /and confirm$/ }).click();
  await expect(page.getByRole("status")).toHaveText("Your plan has been updated.");
  expect((await stripe.subscriptions.retrieve(subscription)).items.data[0]?.price.id).toBe(premium.id);

  await page.getByRole("link", { name: "Cancel plan" }).click();
  await page.getByLabel("Reason").selectOption("unused");
  await expectHosted(page);
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await expect(page.getByText(/Cancels on \d/)).toBeVisible();
  expect((await stripe.subscriptions.retrieve(subscription)).cancellation_details?.feedback).toBe("unused");
});

test("the hosted invoice: open, paid and void", async ({ page }) => {
  const { customer, invoice: paid } = await makeSubscriber(stripe, monthly);
  const open = await sendInvoice(stripe, customer);
  const voided = await stripe.invoices.voidInvoice((await sendInvoice(stripe, customer)).id ?? "");
  for (const invoice of [open, await stripe.invoices.retrieve(paid), voided]) {
    await page.goto(invoice.hosted_invoice_url ?? "");
    await expect(page.getByRole("heading", { level: 1, name: `Invoice ${invoice.number}` })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Pay/ })).toHaveCount(invoice.status === "open" ? 1 : 0);
    await expectHosted(page);
  }
  await page.goto(open.hosted_invoice_url ?? "");
  await page.getByLabel("Card number").fill(CARDS.good);
  await page.getByLabel("Expiry (MM / YY)").fill("12 / 34");
  await page.getByLabel("CVC").fill("123");
  await page.getByRole("button", { name: "Pay $120.00" }).click();
  await expect(page.getByRole("row", { name: /^Total/ })).toContainText("$120.00");
  await expect(page.getByText("paid", { exact: true })).toBeVisible();
  expect((await stripe.invoices.retrieve(open.id ?? "")).status).toBe("paid");
});
