import { expect, type Page } from "@playwright/test";

/** Stripe's test cards. */
export const CARDS = {
  good: "4242 4242 4242 4242",
  declined: "4000 0000 0000 0002",
  threeDSecure: "4000 0025 0000 3155",
} as const;

/** Fills the hosted checkout in and presses the button that pays or starts the trial. */
export async function payWith(page: Page, card: string): Promise<void> {
  await expect(page.getByText("local Stripe - no money moves")).toBeVisible();
  await page.getByLabel("Card number").fill(card);
  await page.getByLabel("Expiry (MM / YY)").fill("12 / 34");
  await page.getByLabel("CVC").fill("123");
  await page.getByLabel("Name on card").fill("Clara Clicker");
  await page.getByRole("button", { name: /^(Pay |Start trial)/ }).click();
}

/** From the pricing page to the hosted checkout of a plan. */
export async function chooseOnPricing(page: Page, button: string, query = ""): Promise<void> {
  await page.goto(`/pricing${query}`);
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.waitForURL(/\/checkout\/cs_/);
}
