import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Download, Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible";
import { createKeyByClicking } from "./support/api-keys";
import { atAccountPage } from "./support/app";
import { expect, signInAs, test } from "./support/test";

async function revokeKey(page: Page, name: string): Promise<void> {
  await page.goto("/settings/api-keys");
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Revoke key" }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /^Revoke/ })
    .click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
}

const table = (page: Page) => page.getByRole("table", { name: "Audit log" });
const drawer = (page: Page) => page.getByRole("dialog");

async function exportAs(page: Page, format: "CSV" | "JSON"): Promise<{ download: Download; text: string }> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: `Export ${format}` }).click(),
  ]);
  return { download, text: readFileSync(await download.path(), "utf8") };
}

test("what somebody did stands in the log, in words, in full and verified", async ({ page, visitor: _ }) => {
  await createKeyByClicking(page, "production");
  await revokeKey(page, "production");
  await page.getByRole("link", { name: "Audit log" }).click();
  await expect(page).toHaveURL(atAccountPage("/settings/audit"));
  await expect(page.getByText(/^Verified .+ UTC: 3 entries, none changed or missing$/)).toBeVisible();
  await expect(table(page)).toContainText("You revoked the API key production");
  await expect(table(page)).toContainText("You created the account");

  const row = page.getByRole("button", { name: "You created the API key production" });
  await row.click();
  await expect(drawer(page).getByRole("heading", { level: 2 })).toHaveText(
    "You created the API key production",
  );
  await expect(drawer(page)).toContainText("+ name");
  await expect(drawer(page)).toContainText("production");
  await expect(page).toHaveURL(/\?entry=[0-9a-f-]{36}$/);
  await page.keyboard.press("k");
  await expect(drawer(page).getByRole("heading", { level: 2 })).toHaveText(
    "You revoked the API key production",
  );
  await page.keyboard.press("j");
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toHaveCount(0);
  await expect(row).toBeFocused();
  await row.click();
  await expect(page).toHaveURL(/\?entry=[0-9a-f-]{36}$/);
  await page.reload();
  await expect(drawer(page)).toBeVisible();
});

test("filters narrow the list, stand in the address and can be cleared", async ({ page, visitor: _ }) => {
  // Asked before anything is done: the entries are of this day or, at midnight, of the next.
  const today = new Date().toISOString().slice(0, 10);
  await createKeyByClicking(page, "production");
  await page.goto("/settings/audit");
  await page.getByRole("combobox", { name: "Action" }).click();
  await page.getByRole("option", { name: "API key created" }).click();
  await expect(page).toHaveURL(/\?action=api_key\.created$/);
  await expect(table(page).getByRole("row")).toHaveCount(2);
  await page.reload();
  await expect(table(page).getByRole("row")).toHaveCount(2);
  await page.getByRole("combobox", { name: "By" }).click();
  await page.getByRole("option", { name: "Stripe and other webhooks" }).click();
  await expect(page.getByText("No entry fits")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(table(page).getByRole("row")).toHaveCount(3);
  await expect(page).toHaveURL(atAccountPage("/settings/audit"));

  await page.getByLabel("From").fill(today);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`\\?from=${today}$`));
  await expect(table(page).getByRole("row")).toHaveCount(3);
  await page.getByLabel("To").fill("2026-01-01");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No entry fits")).toBeVisible();
});

test("an export holds every entry with its hash, and is an entry itself", async ({ page, visitor: _ }) => {
  await createKeyByClicking(page, "production");
  await page.goto("/settings/audit");
  const { download, text } = await exportAs(page, "JSON");
  expect(download.suggestedFilename()).toMatch(/^audit-log-\d{4}-\d\d-\d\d\.json$/);
  const file = JSON.parse(text) as { entries: Record<string, string | number | null>[] };
  const names =
    "sequence previous_hash id account_id actor_kind actor_id action target_kind target_id before after request_id ip occurred_at";
  for (const entry of file.entries) {
    const lines = names.split(" ").map((name) => {
      const value = entry[name] === null ? null : String(entry[name]);
      return value === null ? `${name}=-\n` : `${name}=${Buffer.byteLength(value)}:${value}\n`;
    });
    const hash = createHash("sha256")
      .update(`meterhouse.audit.v1\n${lines.join("")}`)
      .digest("hex");
    expect(entry["hash"]).toBe(hash);
  }
  expect(file.entries.map(({ action }) => action)).toEqual(["account.created", "api_key.created"]);
  await page.reload();
  await expect(table(page)).toContainText("You exported 2 entries of the audit log as json");
  const csv = await exportAs(page, "CSV");
  expect(csv.text.split("\r\n")[0]).toBe(
    "sequence,previous_hash,hash,id,account_id,actor_kind,actor_id,action,target_kind,target_id,before,after,request_id,ip,occurred_at",
  );
  expect(csv.text.trimEnd().split("\r\n")).toHaveLength(4);
});

test("somebody whose role may not read the log does not find it, and sees the activity that concerns them", async ({
  page,
  complaints,
}) => {
  complaints.expect(/status of 404/);
  await signInAs(page, "mei@larkfield.example");
  // The page streams, so its head is out before it knows: what counts is that nothing of the log is shown.
  await page.goto("/a/larkfield-studio/settings/audit");
  await expect(page.getByRole("main").getByRole("link", { name: "Go to overview" })).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  await page.goto("/a/larkfield-studio/activity");
  await expect(page.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Activity" })).toContainText(
    /Stripe: invoice .+ was paid, \$/,
  );
});

test("activity tells day by day what happened, and is filtered by kind", async ({ page, visitor: _ }) => {
  await createKeyByClicking(page, "production");
  await page.goto("/activity");
  const shown = page.getByRole("region", { name: "Activity" });
  await expect(shown.getByRole("heading", { name: "Today" })).toBeVisible();
  await expect(shown).toContainText("You created the API key production");
  await expect(shown).toContainText("You created the account");
  await expect(shown.locator("time").first()).toHaveText(/^(just now|\d+ min ago)$/);
  await page.getByRole("combobox", { name: "Kind of activity" }).click();
  await page.getByRole("option", { name: "API keys" }).click();
  await expect(page).toHaveURL(/\?kind=api_keys$/);
  await expect(shown).not.toContainText("You created the account");
  await page.getByRole("combobox", { name: "Kind of activity" }).click();
  await page.getByRole("option", { name: "Billing" }).click();
  await expect(page.getByText("Nothing of this kind has happened")).toBeVisible();
});

test.describe("axe finds nothing and nothing scrolls sideways", () => {
  test.describe.configure({ timeout: 150_000 });

  test("on the audit log with an entry open", async ({ page }) => {
    await signInAs(page, "ada@larkfield.example");
    await page.goto("/settings/audit");
    await table(page).getByRole("button").first().click();
    await expect(drawer(page)).toBeVisible();
    await expectAccessible(page);
  });

  test("on the audit log when no entry fits", async ({ page }) => {
    await signInAs(page, "ada@larkfield.example");
    await page.goto("/settings/audit?target=nothing&from=2026-01-01");
    await expect(page.getByText("No entry fits")).toBeVisible();
    await expectAccessible(page);
  });
});
