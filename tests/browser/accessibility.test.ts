import { stripe } from "../integration/path/support/local-stripe";
import { expectAccessible } from "./support/accessible";
import { createKeyByClicking } from "./support/api-keys";
import { standInUrls } from "./support/app";
import { CARDS, chooseOnPricing, payWith } from "./support/checkout";
import { expect, signInAs, test } from "./support/test";

// The longest file by far: its tests are spread over all workers.
test.describe.configure({ mode: "parallel" });

/** The demo person whose account has a month of use, invoices and keys. Only looked at, never changed. */
const DEMO = "ada@larkfield.example";

test.describe("axe finds nothing and nothing scrolls sideways", () => {
  // Twenty looks at each page.
  test.describe.configure({ timeout: 150_000 });

  for (const path of [
    "/",
    "/pricing",
    "/pricing?interval=year&currency=inr",
    "/sign-in",
    "/sign-up",
    "/docs/api",
    "/unsubscribe?token=nonsense",
  ]) {
    test(`on ${path}`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectAccessible(page);
    });
  }

  for (const path of [
    "/dashboard",
    "/billing",
    "/usage",
    "/usage?range=90d",
    "/settings/profile",
    "/settings/preferences",
    "/settings/notifications",
    "/settings/account",
    "/settings/api-keys",
    "/settings/audit",
    "/activity",
    "/settings/sessions",
    "/pricing",
  ]) {
    test(`on ${path} with much to show`, async ({ page }) => {
      await signInAs(page, DEMO);
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectAccessible(page);
    });
    test(`on ${path} with nothing to show yet`, async ({ page, visitor: _ }) => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectAccessible(page);
    });
  }

  test("on a page that does not exist", async ({ page, complaints }) => {
    complaints.expect(/status of 404/);
    const response = await page.goto("/nothing/here");
    expect(response?.status()).toBe(404);
    await expectAccessible(page);
  });

  test("on the plan of an account whose payment failed", async ({ page }) => {
    await signInAs(page, "clara@northbeam.example");
    await page.goto("/billing");
    await expectAccessible(page);
  });

  test("with the account menu open", async ({ page }) => {
    await signInAs(page, DEMO);
    await page.goto("/dashboard");
    await page.getByRole("button", { name: "Account menu" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page);
  });

  test("with each dialog of the API keys open", async ({ page, visitor: _ }) => {
    test.slow();
    await createKeyByClicking(page, "production");
    await page.getByRole("button", { name: "Create key", exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    for (const act of ["Rotate key", "Revoke key"]) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole("button", { name: "Actions for production" }).click();
      await page.getByRole("menuitem", { name: act }).click();
      await expect(page.getByRole(act === "Revoke key" ? "alertdialog" : "dialog")).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
    }
  });

  test("while a new key is shown", async ({ page, visitor: _ }) => {
    await page.goto("/settings/api-keys");
    await page.getByRole("button", { name: "Create key", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("production");
    await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
    await expect(page.getByRole("region", { name: "New key", exact: true })).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe("axe finds nothing on the way through a purchase", () => {
  test.describe.configure({ timeout: 240_000 });

  test("from the hosted page to the plan", async ({ page, visitor: _, complaints }) => {
    complaints.expect(/status of 402/);
    await chooseOnPricing(page, "Subscribe as a student");
    await expectAccessible(page);
    await payWith(page, CARDS.declined);
    await expect(page.getByRole("alert")).toBeVisible();
    await expectAccessible(page);
    await payWith(page, CARDS.threeDSecure);
    await expect(page.getByRole("heading", { name: "3-D Secure" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Complete" }).click();
    await page.waitForURL(/\/billing\/return/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("You have Student");
    await expectAccessible(page);
  });

  test("on the return page of a checkout that was left, and of one that expired", async ({
    page,
    visitor: _,
  }) => {
    await chooseOnPricing(page, "Upgrade to Pro");
    const sessionId = /cs_\w+/.exec(page.url())?.[0] ?? "";
    await page.goto(`/billing/return?session_id=${sessionId}`);
    await expect(page.getByRole("heading", { level: 1, name: "You left the checkout" })).toBeVisible();
    await expectAccessible(page);
    await stripe.checkout.sessions.expire(sessionId);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: "The checkout has expired" })).toBeVisible();
    await expectAccessible(page);
  });

  test("on the return page of somebody else's checkout, which tells nothing", async ({
    page,
    visitor: _,
  }) => {
    await page.goto("/billing/return?session_id=cs_test_of_somebody_else");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("You have")).toHaveCount(0);
    await expectAccessible(page);
  });
});

test.describe("axe finds nothing on the pages of the stand-ins", () => {
  test.describe.configure({ timeout: 150_000 });

  for (const [name, url] of Object.entries(standInUrls)) {
    test(`of ${name}`, async ({ page }) => {
      await page.goto(url);
      await expectAccessible(page);
    });
  }
});
