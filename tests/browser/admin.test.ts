import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible";
import { createLocalUrl } from "./support/app";
import { expect, newEmail, signInAs, test } from "./support/test";

/** The demo's platform admin. */
const STAFF = "sam@meterhouse.example";

const search = async (page: Page, text: string) => {
  await page.getByRole("searchbox").fill(text);
  await page.keyboard.press("Enter");
};
const rows = (page: Page) => page.getByRole("table", { name: "Customers" }).getByRole("row");

test("staff find a customer by an e-mail address, say why they look, and see everything there is", async ({
  page,
  browser,
}) => {
  const email = newEmail();
  const theirs = await (await browser.newContext({ baseURL: createLocalUrl("/") })).newPage();
  await signInAs(theirs, email, "Nora Newcomer");
  const key = await theirs.request.post("/api/account/api-keys", { data: { name: "billing bridge" } });
  expect(key.status()).toBe(201);
  const secret = ((await key.json()) as { data: { key: string } }).data.key;

  await signInAs(page, STAFF);
  await page.goto("/dashboard");
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitem", { name: "Admin" }).click();
  await expect(page).toHaveURL(createLocalUrl("/admin/customers"));
  await expect(page.getByRole("complementary", { name: "Admin navigation" })).toBeVisible();

  await search(page, "no such customer");
  await expect(page.getByText("Nothing matches “no such customer”")).toBeVisible();
  await search(page, email);
  await expect(page).toHaveURL(createLocalUrl(`/admin/customers?q=${encodeURIComponent(email)}`));
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("link", { name: "Nora Newcomer" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Nora Newcomer" })).toBeVisible();
  await expect(page.getByText(email)).toHaveCount(0);
  const reason = page.getByLabel("Reason", { exact: true });
  await reason.fill("abc");
  await page.getByRole("button", { name: "Open for an hour" }).click();
  await expect(reason).toHaveAccessibleDescription(/at least 4 characters/);
  await reason.fill("Ticket 2204: cannot find the invoice");
  await page.getByRole("button", { name: "Open for an hour" }).click();

  await expect(page.getByText("“Ticket 2204: cannot find the invoice”").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Profile" })).toContainText(email);
  await expect(page.getByRole("table", { name: "API keys" })).toContainText("billing bridge");
  await expect(page.getByRole("region", { name: "Activity" })).toContainText("Account viewed by staff");
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Nora Newcomer");
  expect(await page.content()).not.toContain(secret);

  // The reason holds: the same page opens without asking.
  await page.reload();
  await expect(page.getByRole("region", { name: "Profile" })).toBeVisible();
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await expect(page).toHaveURL(/\/a\/[a-z0-9-]+\/dashboard$/);
  await theirs.context().close();
});

test("staff read the log of everything; what an account's entry holds only after saying why they look", async ({
  page,
  browser,
}) => {
  const theirs = await (await browser.newContext({ baseURL: createLocalUrl("/") })).newPage();
  await signInAs(theirs, newEmail(), "Vera Verified");
  const made = await theirs.request.post("/api/account/api-keys", { data: { name: "secret bridge" } });
  expect(made.status()).toBe(201);
  const account = (await (await theirs.request.get("/api/account")).json()) as { data: { id: string } };

  await signInAs(page, STAFF);
  await page.goto("/admin/customers");
  await page.getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByText(/^Verified .+ none changed or missing$/)).toBeVisible();
  const log = page.getByRole("table", { name: "Audit log" });
  const entry = log
    .getByRole("row")
    .filter({ hasText: "api_key.created" })
    .filter({ hasText: "Vera Verified" });
  await expect(entry).toContainText("API key created");
  await entry.getByRole("button").click();
  const drawer = page.getByRole("dialog");
  await expect(drawer).toContainText("Say first why you look into Vera Verified");
  await expect(drawer.getByText("Address", { exact: true })).toHaveCount(0);
  expect(await page.content()).not.toContain("secret bridge");

  await drawer.getByRole("link", { name: "Give a reason" }).click();
  await expect(page).toHaveURL(createLocalUrl(`/admin/audit?account=${account.data.id}`));
  await page.getByLabel("Reason", { exact: true }).fill("Asked who made a key");
  await page.getByRole("button", { name: "Open for an hour" }).click();
  await expect(page.getByText("Who did what in Vera Verified")).toBeVisible();
  await log.getByRole("row").filter({ hasText: "api_key.created" }).getByRole("button").click();
  await expect(drawer).toContainText("secret bridge");
  await expect(drawer.getByText("Address", { exact: true })).toBeVisible();

  // The look and its reason stand in the customer's own log.
  await theirs.goto("/settings/audit");
  await expect(theirs.getByRole("table", { name: "Audit log" })).toContainText("account.opened_by_admin");
  await theirs.context().close();
});

test("for everybody else the back office does not exist", async ({ page, visitor: _, complaints }) => {
  complaints.expect(/status of 404/);
  const seen: string[] = [];
  for (const path of [
    "/admin",
    "/admin/customers",
    "/admin/customers/01a1fe13-6492-7386-874f-b159fd799c82",
    "/admin/audit",
    "/nothing/here",
  ]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("complementary"), path).toHaveCount(0);
    seen.push((await page.getByRole("main").textContent()) ?? "");
  }
  expect(new Set(seen).size).toBe(1);
  for (const path of ["/api/admin/accounts", "/api/admin/admins"]) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
  await page.goto("/dashboard");
  await page.getByRole("button", { name: "Account menu" }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Admin" })).toHaveCount(0);
});

test("staff who are signed out come back to the page they asked for", async ({ page }) => {
  const path = "/admin/customers?q=northbeam";
  await page.goto(path);
  await expect(page).toHaveURL(createLocalUrl(`/sign-in?next=${encodeURIComponent(path)}`));
  await page.getByRole("button", { name: /Sam Ortiz/ }).click();
  await expect(page).toHaveURL(createLocalUrl(path));
  await expect(rows(page)).toHaveCount(2);
});

test("axe finds nothing in the back office", async ({ page, complaints }) => {
  test.setTimeout(240_000);
  complaints.expect(/status of 404/);
  await signInAs(page, STAFF);
  await page.goto("/admin/customers");
  await expect(page.getByRole("heading", { level: 1, name: "Customers" })).toBeVisible();
  await expectAccessible(page);
  await search(page, "zephyr");
  await expect(page.getByText("Nothing matches “zephyr”")).toBeVisible();
  await expectAccessible(page);

  await page.goto("/admin/customers?q=northbeam");
  await page.getByRole("link", { name: "Northbeam Ltd" }).click();
  const reason = page.getByLabel("Reason", { exact: true });
  await expect(reason).toBeVisible();
  await expectAccessible(page);
  await reason.fill("Looking at the failed payment");
  await page.getByRole("button", { name: "Open for an hour" }).click();
  await expect(page.getByRole("region", { name: "Subscription" })).toContainText("Premium");
  await expectAccessible(page);
  await page.goto("/admin/audit");
  await expect(page.getByText(/^Verified .+ none changed or missing$/)).toBeVisible();
  await page.getByRole("table", { name: "Audit log" }).getByRole("button").first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/admin/customers/nothing-here");
  await expect(page.getByRole("link", { name: "Go to the customers" })).toBeVisible();
  await expectAccessible(page);
});
