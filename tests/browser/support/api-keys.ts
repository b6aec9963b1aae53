import { expect, type Page } from "@playwright/test";

/**
 * Creates a key by clicking and leaves the card that shows it.
 * @returns the key, as shown this once
 */
export async function createKeyByClicking(page: Page, name: string): Promise<string> {
  await page.goto("/settings/api-keys");
  await page.getByRole("button", { name: "Create key", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Create a key" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Create key" }).click();
  const secret = await readNewKey(page);
  await storeNewKey(page);
  return secret;
}

/** The key in the card that shows it once. */
export async function readNewKey(page: Page): Promise<string> {
  const shown = page.getByRole("region", { name: "New key", exact: true });
  await expect(shown).toBeVisible();
  return ((await shown.textContent()) ?? "").trim();
}

/** Ticks the box and closes the card. */
export async function storeNewKey(page: Page): Promise<void> {
  await page.getByRole("checkbox", { name: "I have stored it" }).check();
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await expect(page.getByRole("region", { name: "New key", exact: true })).toHaveCount(0);
}
