import type { BrowserContext, Page } from "@playwright/test";
import { ageSession } from "../support/aged-session";
import { expectAccessible } from "./support/accessible";
import { atAccountPage, createLocalUrl } from "./support/app";
import { expect, signInAs, test } from "./support/test";

const PAGE = "/settings/sessions";

/** Makes the browser's session one whose person proved an hour ago who they are. */
async function ageSessionOf(context: BrowserContext): Promise<void> {
  const cookie = (await context.cookies(createLocalUrl("/"))).find(({ name }) => name === "mh_session");
  if (!cookie) throw new Error("Nobody is signed in in this browser.");
  await context.addCookies([{ ...cookie, value: await ageSession(cookie.value) }]);
}

const everywhere = (page: Page) => page.getByRole("button", { name: "Sign out everywhere", exact: true });
const question = (page: Page) => page.getByRole("alertdialog", { name: "Sign out everywhere?" });
const proof = (page: Page) => page.getByRole("dialog", { name: "Confirm it is you" });

test("signing out everywhere sends the other browser to sign-in on its next click", async ({
  page,
  visitor,
  browser,
}) => {
  const other = await browser.newContext();
  const otherPage = await other.newPage();
  await signInAs(otherPage, visitor.email);
  await otherPage.goto(createLocalUrl("/dashboard"));
  await expect(otherPage.getByRole("heading", { level: 1 })).toBeVisible();

  await page.goto(PAGE);
  await expect(page.getByRole("row")).toHaveCount(3);
  await expect(page.getByText("This one")).toBeVisible();
  await everywhere(page).click();
  await expect(question(page)).toContainText("2 sessions end.");
  await expect(question(page).getByRole("button", { name: "Stay signed in" })).toBeFocused();
  await question(page).getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(createLocalUrl("/sign-in"));

  await otherPage.getByRole("link", { name: "Usage", exact: true }).click();
  await expect(otherPage).toHaveURL(/\/sign-in\?next=/);
  await page.goto(PAGE);
  await expect(page).toHaveURL(createLocalUrl(`/sign-in?next=${encodeURIComponent(PAGE)}`));
  await other.close();
});

test("one session is ended by its button, and signing out everywhere else keeps this one", async ({
  page,
  visitor,
  browser,
}) => {
  const others = await Promise.all([browser.newContext(), browser.newContext()]);
  for (const context of others) await signInAs(await context.newPage(), visitor.email);
  await page.goto(PAGE);
  await expect(page.getByRole("row")).toHaveCount(4);
  await page
    .getByRole("row")
    .last()
    .getByRole("button", { name: /^Sign out / })
    .click();
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("1 session ends.")).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Sign out everywhere else" })).toHaveAccessibleDescription(
    "You are signed in nowhere else.",
  );
  await page.reload();
  await expect(page).toHaveURL(atAccountPage(PAGE));
  for (const context of others) await context.close();
});

test("whoever signed in an hour ago confirms it is them, and what they asked for then happens", async ({
  page,
  context,
  visitor,
  complaints,
}) => {
  // The refusal that opens the dialog, and the wrong address.
  complaints.expect(/status of (403|422)/);
  await ageSessionOf(context);
  await page.goto(PAGE);
  await everywhere(page).click();
  await question(page).getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(proof(page)).toBeVisible();
  await expect(proof(page).getByLabel("E-mail address")).toBeFocused();
  await expect(proof(page)).toContainText("stand-in without passwords");

  await proof(page).getByRole("button", { name: "Confirm" }).click();
  await expect(proof(page).getByLabel("E-mail address")).toHaveAccessibleDescription(
    /Enter the address you signed in with/,
  );
  await proof(page).getByLabel("E-mail address").fill("somebody.else@example.com");
  await page.keyboard.press("Enter");
  await expect(proof(page).getByLabel("E-mail address")).toHaveAccessibleDescription(
    /not the address you signed in with/,
  );
  await proof(page).getByLabel("E-mail address").fill(visitor.email);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(createLocalUrl("/sign-in"));
});

test("whoever would rather not confirm stays signed in, reads why, and finds the focus where it was", async ({
  page,
  context,
  visitor: _,
  complaints,
}) => {
  complaints.expect(/status of 403/);
  await ageSessionOf(context);
  await page.goto(PAGE);
  await everywhere(page).click();
  const act = question(page).getByRole("button", { name: "Sign out everywhere" });
  await act.click();
  await proof(page).getByRole("button", { name: "Not now" }).click();
  await expect(proof(page)).toHaveCount(0);
  await expect(question(page).getByRole("alert")).toContainText("Confirm it is you first");
  await expect(act).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question(page)).toHaveCount(0);
  await expect(everywhere(page)).toBeFocused();
  await page.reload();
  await expect(page).toHaveURL(atAccountPage(PAGE));
});

test.describe("axe finds nothing and nothing scrolls sideways", () => {
  test.describe.configure({ timeout: 150_000 });

  test("with the question before signing out everywhere", async ({ page, visitor: _ }) => {
    await page.goto(PAGE);
    await everywhere(page).click();
    await expect(question(page)).toBeVisible();
    await expectAccessible(page);
  });

  test("with the dialog that asks for a proof, and with its refusal", async ({
    page,
    context,
    visitor: _,
    complaints,
  }) => {
    complaints.expect(/status of (403|422)/);
    await ageSessionOf(context);
    await page.goto(PAGE);
    await everywhere(page).click();
    await question(page).getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(proof(page)).toBeVisible();
    await expectAccessible(page);
    await proof(page).getByLabel("E-mail address").fill("somebody.else@example.com");
    await page.keyboard.press("Enter");
    await expect(proof(page).getByText("That is not the address you signed in with.")).toBeVisible();
    await expectAccessible(page);
  });
});
