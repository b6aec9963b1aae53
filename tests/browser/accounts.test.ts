import type { Page } from "@playwright/test";
import { createLocalUrl } from "./support/app";
import { expect, signInAs, test } from "./support/test";

/** The demo's owner: a personal account and Larkfield Studio. Only looked at, never changed. */
const DEMO = "ada@larkfield.example";
const STUDIO = "/a/larkfield-studio";

const switcher = (page: Page) => page.getByRole("button", { name: /switch account/ });

async function switchTo(page: Page, name: RegExp): Promise<void> {
  await switcher(page).click();
  await page.getByRole("menuitem", { name }).click();
}

test("switching changes what every page is about, stays on the page, and is remembered", async ({ page }) => {
  await signInAs(page, DEMO);
  await page.goto("/billing");
  await expect(page).toHaveURL(createLocalUrl(`${STUDIO}/billing`));
  await expect(page.getByRole("heading", { level: 2, name: "Pro" })).toBeVisible();

  await switchTo(page, /Personal account/);
  await expect(page).toHaveURL(/\/a\/ada-okafor-[a-z0-9]{6}\/billing$/);
  await expect(page.getByRole("heading", { level: 2, name: "Free" })).toBeVisible();
  await expect(switcher(page)).not.toContainText("Larkfield Studio");

  // An address without an account leads to the one last chosen, with its query.
  await page.goto("/usage?feature=resumes");
  await expect(page).toHaveURL(/\/a\/ada-okafor-[a-z0-9]{6}\/usage\?feature=resumes$/);
  await switchTo(page, /Larkfield Studio/);
  await expect(page).toHaveURL(createLocalUrl(`${STUDIO}/usage`));
  await page.goto("/settings/api-keys");
  await expect(page).toHaveURL(createLocalUrl(`${STUDIO}/settings/api-keys`));
});

test("the switcher works by keyboard alone and names each account with the role in it", async ({ page }) => {
  await signInAs(page, DEMO);
  await page.goto(`${STUDIO}/usage`);
  await switcher(page).focus();
  await page.keyboard.press("Enter");
  const items = page.getByRole("menuitem");
  await expect(items.first()).toBeFocused();
  await expect(items.nth(0)).toContainText("Personal account");
  await expect(items.nth(1)).toContainText("Larkfield Studio");
  await expect(items.nth(1)).toContainText("Owner");
  await page.keyboard.press("Escape");
  await expect(switcher(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/a\/ada-okafor-[a-z0-9]{6}\/usage$/);
});

test("a copied address opens its account, whatever account was last chosen", async ({ page }) => {
  await signInAs(page, DEMO);
  await page.goto(`${STUDIO}/dashboard`);
  await switchTo(page, /Personal account/);
  await expect(page).toHaveURL(/\/a\/ada-okafor-[a-z0-9]{6}\/dashboard$/);
  const fresh = await page.context().newPage();
  await fresh.goto(`${STUDIO}/billing`);
  await expect(switcher(fresh)).toContainText("Larkfield Studio");
  await expect(fresh.getByRole("heading", { level: 2, name: "Pro" })).toBeVisible();
});

test("an account that is not mine looks the same as one that does not exist, and leads home", async ({
  page,
  visitor: _,
  complaints,
}) => {
  complaints.expect(/status of 404/);
  await page.goto("/dashboard");
  const own = page.url();
  const seen: string[] = [];
  for (const slug of ["larkfield-studio", "nobody-has-this-name"]) {
    const response = await page.goto(`/a/${slug}/billing`);
    expect(response?.status(), slug).toBe(404);
    seen.push(await page.getByRole("main").textContent());
    await expect(page.getByRole("complementary")).toHaveCount(0);
  }
  expect(seen[0]).toBe(seen[1]);
  await page.getByRole("link", { name: "Go to overview" }).click();
  await expect(page).toHaveURL(own);
});
