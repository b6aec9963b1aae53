import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible";
import { expect, signInAs, test } from "./support/test";

const slugOf = (page: Page): string => /\/a\/([a-z0-9-]+)/.exec(page.url())?.[1] ?? "";

/** A new organization of the signed-in visitor, opened at its settings. */
async function openNewOrganization(page: Page, name: string): Promise<string> {
  const origin = new URL((await page.goto("/usage"))?.url() ?? "").origin;
  const response = await page.request.post("/api/accounts", { data: { name }, headers: { origin } });
  expect(response.status(), await response.text()).toBe(201);
  const { slug } = ((await response.json()) as { data: { slug: string } }).data;
  await page.goto(`/a/${slug}/settings/account`);
  return slug;
}

test("deleting an organization asks for its name, shows what is lost, and can be undone from every page", async ({
  page,
  visitor: _,
}) => {
  test.slow();
  await openNewOrganization(page, "Short Lived Works");
  const card = page.getByRole("region", { name: "Delete Short Lived Works" });
  await expect(card).toContainText("Usage counts and invoices are kept as the law asks, without names.");
  await expect(card).toContainText("Erased 14 days later. Until then it can be undone.");
  await expectAccessible(page);

  await card.getByRole("button", { name: "Delete Short Lived Works" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Short Lived Works?" });
  const field = dialog.getByRole("textbox");
  await expect(field).toBeFocused();
  await field.fill("short lived works");
  await dialog.getByRole("button", { name: "Delete Short Lived Works" }).click();
  await expect(field).toHaveAccessibleDescription("Type the name exactly: Short Lived Works");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(card.getByRole("button", { name: "Delete Short Lived Works" })).toBeFocused();

  await card.getByRole("button", { name: "Delete Short Lived Works" }).click();
  await field.fill("Short Lived Works");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Deletion scheduled")).toBeVisible();
  const banner = page.getByRole("status").filter({ hasText: "Short Lived Works will be deleted" });
  await expect(banner).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/a/${slugOf(page)}/usage`);
  await expect(banner).toBeVisible();
  await banner.getByRole("button", { name: "Undo the deletion" }).click();
  await expect(page.getByText("Deletion undone")).toBeVisible();
  await expect(banner).toHaveCount(0);
  await page.goto(`/a/${slugOf(page)}/settings/account`);
  await expect(card).toBeVisible();
});

test("renaming an account shows at once, and its address stays", async ({ page, visitor: _ }) => {
  const slug = await openNewOrganization(page, "First Name");
  await page.getByLabel("Name of the account").fill("Second Name");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("The account is now called Second Name")).toBeVisible();
  await expect(page.getByRole("button", { name: /switch account/ })).toContainText("Second Name");
  expect(slugOf(page)).toBe(slug);
});

test("whoever is not an owner sees the name and no way to delete", async ({ page }) => {
  test.slow();
  await signInAs(page, "mei@larkfield.example");
  await page.goto("/a/larkfield-studio/settings/account");
  await expect(page.getByLabel("Name of the account")).toBeDisabled();
  await expect(page.getByRole("region", { name: /Delete/ })).toHaveCount(0);
  await expectAccessible(page);
});
