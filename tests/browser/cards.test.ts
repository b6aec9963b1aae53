import { CARDS, chooseOnPricing, payWith } from "./support/checkout";
import { expect, test } from "./support/test";

const PLAN = "Subscribe as a student";

test.describe("a declined card", () => {
  for (const [what, button] of [
    ["a plan that is paid at once", PLAN],
    ["a trial", "Upgrade to Pro"],
  ] as const) {
    test(`leaves no subscription to ${what}, and the page says why`, async ({
      page,
      visitor: _,
      complaints,
    }) => {
      complaints.expect(/status of 402/);
      await chooseOnPricing(page, button);
      await payWith(page, CARDS.declined);

      await expect(page.getByRole("alert")).toContainText("Your card was declined.");
      await expect(page).toHaveURL(/\/checkout\/cs_/);
      await page.goto("/billing");
      await expect(page.getByRole("heading", { level: 2, name: "Free" })).toBeVisible();
      await expect(page.getByText("No invoices")).toBeVisible();
      const answer = await page.request.get("/api/billing/subscription");
      expect(((await answer.json()) as { data: unknown }).data).toBeNull();
    });
  }

  test("can be followed by a good one in the same checkout", async ({ page, visitor: _, complaints }) => {
    complaints.expect(/status of 402/);
    await chooseOnPricing(page, PLAN);
    await payWith(page, CARDS.declined);
    await expect(page.getByRole("alert")).toBeVisible();
    await payWith(page, CARDS.good);
    await page.waitForURL(/\/billing\/return/);
    await expect(page.getByText("$9.90 paid")).toBeVisible();
    await page.goto("/billing");
    const rows = page.getByRole("table", { name: "Invoices" }).getByRole("row");
    await expect(rows.filter({ hasText: "Paid" })).toHaveCount(1);
  });
});

test.describe("a 3-D Secure card", () => {
  test("asks, and works when the bank is satisfied", async ({ page, visitor: _ }) => {
    await chooseOnPricing(page, PLAN);
    await payWith(page, CARDS.threeDSecure);
    await expect(page.getByRole("heading", { name: "3-D Secure" })).toBeVisible();
    await page.getByRole("button", { name: "Complete" }).click();
    await page.waitForURL(/\/billing\/return/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("You have Student");
    await expect(page.getByText("$9.90 paid")).toBeVisible();
  });

  test("charges nothing when the challenge is failed", async ({ page, visitor: _ }) => {
    await chooseOnPricing(page, PLAN);
    await payWith(page, CARDS.threeDSecure);
    await page.getByRole("button", { name: "Fail" }).click();
    await expect(page.getByRole("alert")).toContainText("We are unable to authenticate your payment method.");
    await page.goto("/billing");
    await expect(page.getByRole("heading", { level: 2, name: "Free" })).toBeVisible();
    await expect(page.getByText("No invoices")).toBeVisible();
  });
});
