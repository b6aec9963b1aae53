import type { Locator, Page } from "@playwright/test";
import { CARDS, chooseOnPricing, payWith } from "./support/checkout";
import { expect, test } from "./support/test";

/** The price of a plan as it stands on its card. */
const PRICES = [
  ["", { pro: "$14.90", premium: "$24.90", student: "$9.90" }],
  ["?interval=year", { pro: "$149.00", premium: "$249.00", student: "$9.90" }],
  ["?currency=inr", { pro: "₹149", premium: "₹249", student: "₹99" }],
  ["?interval=year&currency=inr", { pro: "₹1,490", premium: "₹2,490", student: "₹99" }],
  ["?currency=gbp", { pro: "£11.90", premium: "£19.90", student: "£7.90" }],
  ["?interval=year&currency=gbp", { pro: "£119.00", premium: "£199.00", student: "£7.90" }],
] as const;

test("shows the prices of the interval and currency that the address names", async ({ page }) => {
  for (const [query, prices] of PRICES) {
    await page.goto(`/pricing${query}`);
    const card = (name: string) =>
      page.getByRole("article").filter({ has: page.getByRole("heading", { name, exact: true, level: 3 }) });
    await expect(card("Pro"), query).toContainText(prices.pro);
    await expect(card("Premium"), query).toContainText(prices.premium);
    await expect(card("Student"), query).toContainText(prices.student);
  }
});

test("ignores an interval or a currency that does not exist", async ({ page }) => {
  await page.goto("/pricing?interval=decade&currency=xyz");
  await expect(page.getByRole("radio", { name: "Monthly" })).toBeChecked();
  await expect(page.getByRole("radio", { name: "USD $" })).toBeChecked();
});

/** Radix chooses while the key is down: it is held until the focus has moved, however long that takes. */
async function moveWith(page: Page, key: string, to: Locator): Promise<void> {
  await page.keyboard.down(key);
  await expect(to).toBeFocused();
  await page.keyboard.up(key);
  await expect(to).toBeChecked();
}

test("puts the choice into the address, by mouse and by keyboard alone", async ({ page }) => {
  await page.goto("/pricing");
  await page.getByRole("radio", { name: /^Yearly/ }).click();
  await expect(page).toHaveURL(/interval=year/);
  await page.getByRole("radio", { name: "INR ₹" }).click();
  await expect(page).toHaveURL(/currency=inr/);
  await expect(page.getByText("₹1,490").first()).toBeVisible();

  const yearly = page.getByRole("radio", { name: /^Yearly/ });
  await yearly.focus();
  await moveWith(page, "ArrowLeft", page.getByRole("radio", { name: "Monthly" }));
  await expect(page).not.toHaveURL(/interval=year/);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "INR ₹" })).toBeFocused();
  await moveWith(page, "ArrowRight", page.getByRole("radio", { name: "GBP £" }));
  await expect(page).toHaveURL(/currency=gbp/);
  await expect(page.getByText("£11.90").first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole("radio", { name: "GBP £" })).toBeChecked();
});

test("sells in the chosen currency, then marks the plan as yours and holds the currency", async ({
  page,
  visitor: _,
}) => {
  await page.goto("/pricing");
  await expect(page.getByRole("article").filter({ hasText: "Your plan" })).toContainText("Free");
  await chooseOnPricing(page, "Subscribe as a student", "?currency=gbp");
  await expect(page.getByText("£7.90").first()).toBeVisible();
  await payWith(page, CARDS.good);
  await page.waitForURL(/\/billing\/return/);
  await expect(page.getByText("£7.90 paid")).toBeVisible();

  await page.goto("/pricing");
  const own = page.getByRole("article").filter({ hasText: "Your plan" });
  await expect(own).toHaveCount(1);
  await expect(own).toContainText("Student");
  await expect(own.getByRole("link", { name: "Manage plan" })).toHaveAttribute(
    "href",
    /^\/a\/[a-z0-9-]+\/billing$/,
  );
});

test("says why a checkout did not open, and that nothing was charged", async ({
  page,
  visitor: _,
  complaints,
}) => {
  complaints.expect(/status of 503/);
  await page.route("**/api/billing/checkout", (route) =>
    route.fulfill({
      status: 503,
      json: {
        error: { code: "PROVIDER_UNAVAILABLE", message: "Stripe does not answer." },
        meta: { requestId: "req-1" },
      },
    }),
  );
  await page.goto("/pricing");
  await page.getByRole("button", { name: "Upgrade to Pro", exact: true }).click();
  const alert = page
    .getByRole("alert")
    .filter({ hasText: "The checkout did not open. Nothing was charged." });
  await expect(alert).toContainText("Stripe does not answer.");
  await expect(alert).toContainText("req-1");
});
