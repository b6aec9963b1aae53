import { post } from "../integration/path/support/api";
import { createKeyByClicking } from "./support/api-keys";
import { CARDS, chooseOnPricing, payWith } from "./support/checkout";
import { expect, newEmail, test } from "./support/test";

const track = (key: string, feature = "resumes") => post("/api/usage/track", { feature }, { key });

test("a newcomer signs up, meets a limit, buys a plan for money, and the limit is gone", async ({ page }) => {
  await page.goto("/pricing");
  await page.getByRole("link", { name: "Subscribe as a student" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Create an account" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Clara Clicker");
  await page.getByLabel("E-mail address").fill(newEmail());
  await page.getByRole("button", { name: "Create account" }).click();
  // Back where the choice was made.
  await page.waitForURL(/\/pricing/);

  const key = await createKeyByClicking(page, "production");
  expect((await track(key)).status).toBe(200);
  const refused = await track(key);
  expect(refused.status).toBe(403);
  expect(refused.body?.error).toMatchObject({ code: "LIMIT_REACHED", used: 1, limit: 1 });

  await chooseOnPricing(page, "Subscribe as a student");
  await expect(page.getByText("$9.90").first()).toBeVisible();
  await payWith(page, CARDS.good);

  await page.waitForURL(/\/billing\/return\?session_id=cs_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You have Student");
  await expect(page.getByText("$9.90 paid")).toBeVisible();
  expect((await track(key)).status).toBe(200);

  await page.getByRole("link", { name: "See billing" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Student" })).toBeVisible();
  const invoices = page.getByRole("table", { name: "Invoices" });
  await expect(invoices.getByRole("row")).toHaveCount(2);
  await expect(invoices).toContainText("$9.90");
  await expect(invoices).toContainText("Paid");
  await expect(page.getByText("Visa ending 4242")).toBeVisible();
});

test("Pro starts with a trial: nothing is charged, and the day of the first charge is said", async ({
  page,
  visitor: _,
}) => {
  await chooseOnPricing(page, "Upgrade to Pro");
  await expect(page.getByText("14 days free, then $14.90 per month", { exact: false })).toBeVisible();
  await payWith(page, CARDS.good);

  await page.waitForURL(/\/billing\/return/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You have Pro");
  await expect(page.getByText("Nothing was charged today")).toBeVisible();
  await expect(page.getByText(/^Your trial ends on \d+ \w+ \d{4}\./)).toBeVisible();

  await page.goto("/billing");
  await expect(page.getByText(/Trial, 14 days left/)).toBeVisible();
  await expect(page.getByRole("table", { name: "Invoices" })).toContainText("$0.00");
  await page.goto("/dashboard");
  await expect(page.getByText("Pro", { exact: true }).first()).toBeVisible();
});

test("a plan for life is paid once, and nothing renews", async ({ page, visitor: _ }) => {
  await chooseOnPricing(page, "Buy lifetime");
  await payWith(page, CARDS.good);
  await page.waitForURL(/\/billing\/return/);
  await expect(page.getByText("$49.90 paid")).toBeVisible();
  await expect(page.getByText("Nothing renews.", { exact: false })).toBeVisible();
  await page.goto("/billing");
  await expect(page.getByRole("heading", { level: 2, name: "Lifetime" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Invoices" })).toContainText("$49.90");
});
