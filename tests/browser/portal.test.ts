import { CARDS, chooseOnPricing, payWith } from "./support/checkout";
import { expect, test } from "./support/test";

test("a plan is cancelled at the provider's portal, shows its end here, and can be kept after all", async ({
  page,
  visitor: _,
}) => {
  await chooseOnPricing(page, "Subscribe as a student");
  await payWith(page, CARDS.good);
  await page.waitForURL(/\/billing\/return/);
  await page.goto("/billing");

  await page.getByRole("button", { name: "Open provider portal" }).click();
  await page.waitForURL(/\/portal\//);
  await page.getByRole("link", { name: "Cancel plan" }).click();
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await expect(page.getByText(/^Cancels on|Cancels on \d/)).toBeVisible();
  await page.getByRole("link", { name: /^Return to/ }).click();
  await page.waitForURL(/\/billing$/);

  const plan = page.getByRole("region", { name: "Student" });
  // The webhook brings it: the page is looked at again until it has.
  await expect(async () => {
    await page.reload();
    await expect(plan).toContainText(/Ends \d+ \w+/, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  const overview = (await (await page.request.get("/api/billing/overview")).json()) as {
    data: { cancelAt: string | null; status: string };
  };
  expect(overview.data.status).toBe("active");
  expect(Date.parse(overview.data.cancelAt ?? "")).toBeGreaterThan(Date.now());

  await plan.getByRole("button", { name: "Keep the plan" }).click();
  await page.waitForURL(/\/portal\//);
  await page.getByRole("button", { name: "Don't cancel plan" }).click();
  await expect(page.getByText(/Renews on \d/)).toBeVisible();
  await page.getByRole("link", { name: /^Return to/ }).click();
  await page.waitForURL(/\/billing$/);
  await expect(async () => {
    await page.reload();
    await expect(plan).toContainText("Active", { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(plan).not.toContainText("Ends");
});

test("another card is added at the portal and shown here", async ({ page, visitor: _ }) => {
  await chooseOnPricing(page, "Subscribe as a student");
  await payWith(page, CARDS.good);
  await page.waitForURL(/\/billing\/return/);
  await page.goto("/billing");
  await page.getByRole("button", { name: "Replace payment method" }).click();
  await page.waitForURL(/\/portal\//);
  await page.getByLabel("Card number").fill("5555 5555 5555 4444");
  await page.getByLabel("Expiry (MM / YY)").fill("11 / 35");
  await page.getByLabel("CVC").fill("321");
  await page.getByRole("button", { name: "Add card" }).click();
  await page.waitForURL(/\/a\/[a-z0-9-]+\/billing$/);
  await expect(async () => {
    await page.goto("/billing");
    await expect(page.getByText("Mastercard ending 4444")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
});
