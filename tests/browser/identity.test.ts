import { atAccountPage, createLocalUrl } from "./support/app";
import { keepAsleep } from "./support/asleep";
import { expect, newEmail, test } from "./support/test";

const PRIVATE = [
  "/a/larkfield-studio/billing",
  "/a/nobody-has-this/usage?feature=generations",
  "/dashboard",
  "/billing",
  "/usage?feature=generations",
  "/settings/api-keys",
  "/settings/sessions",
  "/billing/return?session_id=cs_1",
];

test("a signed-out visitor signs in first and then comes to the page that was asked for", async ({
  page,
}) => {
  for (const path of PRIVATE) {
    await page.goto(path);
    await expect(page).toHaveURL(createLocalUrl(`/sign-in?next=${encodeURIComponent(path)}`));
  }
  await page.goto("/usage?feature=generations");
  await page.getByLabel("E-mail address").fill(newEmail());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(atAccountPage("/usage?feature=generations"));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("signing in never leads to another site, whatever the address says", async ({ page, complaints }) => {
  // Some of these are odd paths of our own, which do not exist.
  complaints.expect(/status of 404/);
  for (const next of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/%09/evil.example",
    "\t//evil.example",
  ]) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByLabel("E-mail address").fill(newEmail());
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    expect(new URL(page.url()).origin, next).toBe(new URL(createLocalUrl("/")).origin);
  }
});

test("whoever is signed in already is sent on", async ({ page, visitor: _ }) => {
  await page.goto("/sign-in?next=%2Fbilling");
  await expect(page).toHaveURL(atAccountPage("/billing"));
  await page.goto("/sign-up");
  await expect(page).toHaveURL(atAccountPage("/dashboard"));
});

test("an address that is none is refused in words, beside its field", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const field = page.getByLabel("E-mail address");
  await expect(field).toHaveAccessibleDescription(/Enter your e-mail address/);
  await field.fill("nobody");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(field).toHaveAccessibleDescription(/Enter an address like/);
  await expect(page).toHaveURL(createLocalUrl("/sign-in"));
});

test("what is sent before the page has woken is sent once it has, and stands in no address", async ({
  page,
}) => {
  const wake = await keepAsleep(page);
  await page.goto("/sign-in?next=%2Fusage", { waitUntil: "commit" });
  await page.getByLabel("E-mail address").fill(newEmail());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(createLocalUrl("/sign-in?next=%2Fusage"));
  wake();
  await expect(page).toHaveURL(atAccountPage("/usage"));
});

test("a demo person is one click away", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Ada Okafor/ }).click();
  await expect(page).toHaveURL(atAccountPage("/dashboard"));
  const rail = page.getByRole("complementary", { name: "Main navigation" });
  await expect(rail).toContainText("Larkfield Studio");
  await expect(rail).toContainText("Ada Okafor");
});

test("signing out ends the session here and shows the front page", async ({ page, visitor: _ }) => {
  await page.goto("/dashboard");
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(createLocalUrl("/"));
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
  await page.goto("/billing");
  await expect(page).toHaveURL(createLocalUrl("/sign-in?next=%2Fbilling"));
  await page.goBack();
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
});
