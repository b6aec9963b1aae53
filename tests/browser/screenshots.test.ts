import type { Page } from "@playwright/test";
import { expect, signInAs, test } from "./support/test";

const PAGES = [
  "/",
  "/pricing",
  "/sign-in",
  "/dashboard",
  "/billing",
  "/usage",
  "/team",
  "/settings/profile",
  "/settings/preferences",
  "/settings/notifications",
  "/settings/api-keys",
  "/settings/audit",
  "/activity",
  "/settings/account",
  "/docs/api",
];

/** Takes a page as it stands, light and dark, on a phone and on a desk. */
async function takePictures(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [375, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({
        path: `tests/browser/.output/${name}-${colorScheme}-${width}.png`,
        fullPage: true,
      });
    }
  }
}

/** Pictures to look at, in tests/browser/.output. */
test("every main page can be looked at, light and dark, on a phone and on a desk", async ({ page }) => {
  test.setTimeout(300_000);
  for (const path of PAGES) {
    const isPublic = ["/", "/sign-in"].includes(path);
    await page.context().clearCookies();
    if (!isPublic) await signInAs(page, "ada@larkfield.example");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(path);
    await takePictures(page, path === "/" ? "landing" : path.slice(1).replaceAll("/", "-"));
  }
});

test("so can the back office", async ({ page }) => {
  test.setTimeout(240_000);
  await signInAs(page, "sam@meterhouse.example");
  await page.goto("/admin/customers");
  await takePictures(page, "admin-customers");
  await page.goto("/admin/customers?q=larkfield");
  await page.getByRole("link", { name: "Larkfield Studio" }).click();
  await page.getByLabel("Reason", { exact: true }).fill("Asked about an invoice");
  await takePictures(page, "admin-reason");
  await page.getByRole("button", { name: "Open for an hour" }).click();
  await expect(page.getByRole("region", { name: "Subscription" })).toBeVisible();
  await takePictures(page, "admin-customer");
  await page.goto("/admin/audit");
  await takePictures(page, "admin-audit");
});
