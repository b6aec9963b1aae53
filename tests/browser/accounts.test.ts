import type { Page } from "@playwright/test";
import { stripe } from "../integration/path/support/local-stripe";
import { expectAccessible } from "./support/accessible";
import { createLocalUrl } from "./support/app";
import { untilAwake } from "./support/asleep";
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
  await page.goto("/settings");
  await expect(page).toHaveURL(createLocalUrl(`${STUDIO}/settings/profile`));
  await switchTo(page, /Personal account/);
  await expect(page).toHaveURL(/\/a\/ada-okafor-[a-z0-9]{6}\/settings\/profile$/);
});

test("what a page fetches ahead does not count as the account last chosen", async ({ page }) => {
  await signInAs(page, DEMO);
  const rememberedBy = async (mode: string) => {
    const answer = await page.request.get(`${STUDIO}/usage`, { headers: { "sec-fetch-mode": mode } });
    expect(answer.status()).toBe(200);
    return (answer.headers()["set-cookie"] ?? "").includes("mh_account=larkfield-studio");
  };
  await page.context().clearCookies({ name: "mh_account" });
  expect(await rememberedBy("cors")).toBe(false);
  expect(await rememberedBy("navigate")).toBe(true);
});

test("the switcher works by keyboard alone and names each account with the role in it", async ({ page }) => {
  await signInAs(page, DEMO);
  await page.goto(`${STUDIO}/usage`);
  await untilAwake(page);
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
    seen.push((await page.getByRole("main").textContent()) ?? "");
    await expect(page.getByRole("complementary")).toHaveCount(0);
  }
  expect(seen[0]).toBe(seen[1]);
  await page.getByRole("link", { name: "Go to overview" }).click();
  await expect(page).toHaveURL(own);
});

test("two tabs in two accounts each act in their own", async ({ page, visitor }) => {
  // A dozen pages, one after another.
  test.slow();
  await page.goto("/dashboard");
  await switcher(page).click();
  await page.getByRole("menuitem", { name: "Create organization" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Second Desk");
  await page.getByRole("button", { name: "Create organization" }).click();
  await page.waitForURL(/\/a\/second-desk-/);
  const slug = /second-desk-[a-z0-9]+/.exec(page.url())?.[0] ?? "";

  await page.goto(`/a/${slug}/settings/api-keys`);
  const other = await page.context().newPage();
  // The tab that was opened last decides what is remembered, and nothing else.
  await other.goto("/pricing");
  await other.getByRole("link", { name: "Open dashboard" }).click();
  await other.waitForURL(new RegExp(`/a/${slug}/`));
  await switchTo(other, new RegExp(visitor.name));
  await other.waitForURL(/\/a\/clara-clicker-/);
  await other.goto("/settings/api-keys");

  for (const [tab, name] of [
    [page, "of the desk"],
    [other, "of my own"],
  ] as const) {
    await tab.getByRole("button", { name: "Create key", exact: true }).click();
    await tab.getByRole("dialog").getByLabel("Name", { exact: true }).fill(name);
    await tab.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
    await expect(tab.getByRole("region", { name: "New key", exact: true })).toBeVisible();
  }
  await page.reload();
  await other.reload();
  const keys = (tab: Page) => tab.getByRole("table", { name: "Live keys" });
  await expect(keys(page)).toContainText("of the desk");
  await expect(keys(page)).not.toContainText("of my own");
  await expect(keys(other)).toContainText("of my own");
  await expect(keys(other)).not.toContainText("of the desk");

  // What is bought from a tab is bought for the account of that tab, also on the way over the public plans.
  await page.goto(`/a/${slug}/dashboard`);
  await page.getByRole("link", { name: "See plans" }).click();
  await page.waitForURL(new RegExp(`/pricing\\?account=${slug}`));
  await other.goto(`/a/${/clara-clicker-[a-z0-9]+/.exec(other.url())?.[0]}/dashboard`);
  await page.getByRole("button", { name: "Upgrade to Pro", exact: true }).click();
  await page.waitForURL(/\/checkout\/cs_/);
  const checkout = await stripe.checkout.sessions.retrieve(/cs_\w+/.exec(page.url())?.[0] ?? "");
  const answer = await page.request.get("/api/account", { headers: { "x-account": slug } });
  expect(checkout.client_reference_id).toBe(((await answer.json()) as { data: { id: string } }).data.id);

  // A call that names no account does not guess.
  expect((await page.request.get("/api/account")).status()).toBe(400);
});

test("an organization is made from the switcher, by keyboard, and one is in it afterwards", async ({
  page,
  visitor: _,
}) => {
  // It looks with axe on the way.
  test.slow();
  await page.goto("/usage");
  await untilAwake(page);
  await switcher(page).focus();
  await page.keyboard.press("Enter");
  const chooseLast = async () => {
    await expect(page.getByRole("menuitem").first()).toBeFocused();
    await page.keyboard.press("End");
    await expect(page.getByRole("menuitem", { name: "Create organization" })).toBeFocused();
    await page.keyboard.press("Enter");
  };
  await chooseLast();
  const dialog = page.getByRole("dialog", { name: "Create an organization" });
  const name = dialog.getByLabel("Name", { exact: true });
  await expect(name).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(name).toHaveAccessibleDescription("Give the organization a name.");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(switcher(page)).toBeFocused();

  await page.keyboard.press("Enter");
  await chooseLast();
  await expect(name).toBeFocused();
  await expectAccessible(page);
  await name.fill("Atelier Ørsted & Søn");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/a\/atelier-orsted-and-son-[a-z0-9]{6}\/dashboard$/);
  await expect(switcher(page)).toContainText("Atelier Ørsted & Søn");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Atelier Ørsted & Søn");
  await switcher(page).click();
  await expect(page.getByRole("menuitem", { name: /Atelier/ })).toContainText("Owner");
});
