import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type Stripe from "stripe";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { control } from "@/tests/stripe/support/control";

/** A local Stripe that belongs to one test file: it may be emptied and broken without anybody else noticing. */
export interface OwnStripe extends CheckedStripe {
  control: (
    route: string,
    body?: object,
    method?: "POST" | "GET" | "DELETE",
  ) => Promise<Record<string, unknown>>;
}

export async function startOwnStripe(options: { webhookUrl?: string } = {}): Promise<OwnStripe> {
  const checked = await startCheckedStripe({
    ...options,
    ...(options.webhookUrl ? { webhookSecret: "whsec_browser" } : {}),
    account: { id: "acct_browser", name: "Larkfield Tools", country: "US" },
  });
  return { ...checked, control: (route, body, method) => control(checked.local.url, route, body, method) };
}

export async function makePrice(
  stripe: Stripe,
  name: string,
  amount: number,
  interval?: "month",
): Promise<string> {
  const { id } = await stripe.prices.create({
    product_data: { name },
    currency: "usd",
    unit_amount: amount,
    ...(interval ? { recurring: { interval } } : {}),
  });
  return id;
}

/** Somebody with a card, who pays for a plan each month. */
export async function makeSubscriber(
  stripe: Stripe,
  price: string,
): Promise<{ customer: string; subscription: string; invoice: string }> {
  const { id: customer } = await stripe.customers.create({
    name: "Ada Larkfield",
    email: "ada@example.com",
    address: { line1: "12 Mill Lane", city: "Leeds", postal_code: "LS1 4AB", country: "GB" },
  });
  const { id: card } = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.paymentMethods.attach("pm_card_mastercard", { customer });
  const made = await stripe.subscriptions.create({
    customer,
    items: [{ price }],
    default_payment_method: card,
  });
  return { customer, subscription: made.id, invoice: String(made.latest_invoice) };
}

/** An invoice that is sent and waits to be paid. */
export async function sendInvoice(stripe: Stripe, customer: string): Promise<Stripe.Invoice> {
  const { id } = await stripe.invoices.create({
    customer,
    collection_method: "send_invoice",
    days_until_due: 30,
  });
  await stripe.invoiceItems.create({
    customer,
    invoice: id ?? "",
    amount: 12_000,
    currency: "usd",
    description: "Setup by hand, with the import of everything from the old system",
  });
  return await stripe.invoices.finalizeInvoice(id ?? "");
}

/** Goes on with Tab until something has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string, limit = 40): Promise<void> {
  for (let pressed = 0; pressed < limit; pressed++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const at = document.activeElement;
      const label = at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? at.labels?.[0] : at;
      return label?.textContent?.trim() ?? "";
    });
    if (found === name) return;
  }
  throw new Error(`Tab does not reach "${name}".`);
}

const AXE_WIDTHS = [375, 1440];

/**
 * What every page of the local Stripe is: labelled, with one heading of the first order, no wider than the window, and
 * clean for axe on a phone and on a desk. Their themes are one sheet of colours, so the dark one is judged by its
 * contrasts; nothing on them moves.
 */
export async function expectHosted(page: Page): Promise<void> {
  await expect(page.getByText("local Stripe - no money moves")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  for (const width of [320, ...AXE_WIDTHS]) {
    await page.setViewportSize({ width, height: 900 });
    const content = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(content, `scrolls sideways at ${width} px`).toBeLessThanOrEqual(width);
    if (!AXE_WIDTHS.includes(width)) continue;
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const axe = new AxeBuilder({ page });
      const { violations } = await (colorScheme === "dark" ? axe.withRules("color-contrast") : axe).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      expect(found, `axe, ${colorScheme}, ${width} px`).toEqual([]);
    }
  }
}
