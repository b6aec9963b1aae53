import { get, post } from "../integration/path/support/api";
import { createKeyByClicking, readNewKey, storeNewKey } from "./support/api-keys";
import { expect, test } from "./support/test";

test("a key is shown once, and Done waits until it was stored", async ({ page, context, visitor: _ }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/settings/api-keys");
  await expect(page.getByText("No keys yet")).toBeVisible();
  await page.getByRole("button", { name: "Create key", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Create a key" });
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByText("Give the key a name.")).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill("production");
  await page.keyboard.press("Enter");

  const secret = await readNewKey(page);
  expect(secret).toMatch(/^mh_live_[0-9A-Za-z]{32}$/);
  const done = page.getByRole("button", { name: "Done", exact: true });
  await expect(done).toHaveAttribute("aria-disabled", "true");
  await done.click({ force: true });
  await expect(page.getByRole("region", { name: "New key", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await done.click();
  await expect(page.getByRole("region", { name: "New key", exact: true })).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole("table", { name: "Live keys" })).toContainText("production");
  expect(await page.content()).not.toContain(secret);
  expect((await get("/api/usage", { key: secret })).status).toBe(200);
});

test("ticking the box is enough to close it", async ({ page, visitor: _ }) => {
  const secret = await createKeyByClicking(page, "staging");
  expect((await get("/api/usage", { key: secret })).status).toBe(200);
});

test("a key does only what its scopes allow", async ({ page, visitor: _ }) => {
  await page.goto("/settings/api-keys");
  await page.getByRole("button", { name: "Create key", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("reader");
  await dialog.getByRole("checkbox", { name: "usage:write" }).uncheck();
  await dialog.getByRole("checkbox", { name: "billing:read" }).uncheck();
  await dialog.getByRole("button", { name: "Create key" }).click();
  const secret = await readNewKey(page);
  expect((await get("/api/usage", { key: secret })).status).toBe(200);
  expect((await post("/api/usage/track", { feature: "resumes" }, { key: secret })).status).toBe(403);
  expect((await get("/api/billing/overview", { key: secret })).status).toBe(403);
});

test("a rotated key has a successor at once, and works on for a day", async ({ page, visitor: _ }) => {
  const old = await createKeyByClicking(page, "production");
  await page.getByRole("button", { name: "Actions for production" }).click();
  await page.getByRole("menuitem", { name: "Rotate key" }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate production?" });
  await expect(dialog.getByRole("combobox", { name: "The old key still works for" })).toContainText(
    "24 hours",
  );
  await dialog.getByRole("button", { name: "Rotate key" }).click();
  const fresh = await readNewKey(page);
  expect(fresh).not.toBe(old);
  await storeNewKey(page);
  for (const key of [old, fresh]) expect((await get("/api/usage", { key })).status).toBe(200);
  await expect(page.getByRole("table", { name: "Live keys" }).getByRole("row")).toHaveCount(3);
});

test("a key is revoked only after asking, and refused from then on", async ({ page, visitor: _ }) => {
  const secret = await createKeyByClicking(page, "production");
  const actions = page.getByRole("button", { name: "Actions for production" });
  await actions.click();
  await page.getByRole("menuitem", { name: "Revoke key" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Revoke production?" });
  await expect(dialog.getByRole("button", { name: "Keep the key" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(actions).toBeFocused();
  expect((await get("/api/usage", { key: secret })).status).toBe(200);

  await actions.click();
  await page.getByRole("menuitem", { name: "Revoke key" }).click();
  await dialog.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("production revoked")).toBeVisible();
  await expect(page.getByText("No keys yet")).toBeVisible();
  const refused = await get("/api/usage", { key: secret });
  expect(refused.status).toBe(401);
  expect(refused.body?.error?.code).toBe("UNAUTHENTICATED");
});
