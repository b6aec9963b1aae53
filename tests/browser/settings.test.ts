import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { signUnsubscription } from "@/lib/notifications/unsubscribe-token";
import { get } from "../integration/path/support/api";
import { sql } from "../integration/path/support/database";
import { until } from "../integration/path/support/until";
import { stack } from "../support/stack";
import { createKeyByClicking, readNewKey } from "./support/api-keys";
import { keepAsleep } from "./support/asleep";
import { expect, signInAs, test } from "./support/test";

const DEMO = "ada@larkfield.example";
const themeOf = () => document.documentElement.dataset["theme"];
/** The smallest whole PNG: one dark pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("preferences take effect on every page, without the page changing under the reader", async ({
  page,
  visitor: _,
}) => {
  // Five pages and four lists.
  test.slow();
  await createKeyByClicking(page, "production");
  await page.goto("/settings/preferences");
  const zone = page.getByRole("combobox", { name: "Time zone" });
  await zone.click();
  await zone.fill("kolk");
  await page.keyboard.press("Enter");
  if ((await zone.inputValue()).startsWith("Asia/Kolkata") === false) {
    // Older runtimes list the zone under its former name.
    await zone.fill("calcutta");
    await page.keyboard.press("Enter");
  }
  await page.getByRole("combobox", { name: "Numbers and dates" }).click();
  await page.getByRole("option", { name: "German (Germany)" }).click();
  await page.getByRole("combobox", { name: "Prices in" }).click();
  await page.getByRole("option", { name: "Indian Rupee (INR)" }).click();
  await expect(page.getByRole("status", { name: "Example" })).toContainText("1.234.567 calls");
  await expect(page.getByRole("status", { name: "Example" })).toContainText("UTC+5:30");
  await page.getByRole("button", { name: "Save preferences" }).click();
  await expect(page.getByText("Your preferences were saved")).toBeVisible();

  await page.goto("/settings/api-keys");
  const row = page.getByRole("table", { name: "Live keys" });
  await expect(row).toContainText(/\d{1,2}\. [A-Z][a-z]{2} \d{4}/);
  await page.goto("/pricing");
  await expect(page.getByRole("radio", { name: /INR/ })).toBeChecked();
  // A reload finds them stored, and React found nothing to repair: the fixture fails on any such complaint.
  await page.goto("/settings/preferences");
  await expect(page.getByRole("combobox", { name: "Numbers and dates" })).toContainText("German (Germany)");
});

test("the theme of a person comes with them to another browser, before anything is painted", async ({
  page,
  browser,
  visitor,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/settings/preferences");
  const stored = page.waitForResponse("**/api/profile/settings");
  await page.getByRole("radio", { name: "Dark" }).click();
  expect((await stored).status()).toBe(200);
  expect(await page.evaluate(themeOf)).toBe("dark");

  const elsewhere = await browser.newContext({ baseURL: stack.urls.app, colorScheme: "light" });
  try {
    const other = await elsewhere.newPage();
    await signInAs(other, visitor.email);
    await other.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seenThemes: seen });
      new MutationObserver(() => {
        if (document.body) seen.push(document.documentElement.dataset["theme"] ?? "none");
      }).observe(document, { childList: true, subtree: true, attributes: true });
    });
    for (const path of ["/dashboard", "/pricing"]) {
      await other.goto(path);
      const seen = await other.evaluate(() => (window as unknown as { seenThemes: string[] }).seenThemes);
      expect([...new Set(seen)], path).toEqual(["dark"]);
    }
    // What the person chose is kept in this browser too, for the pages after signing out.
    expect(await other.evaluate(() => localStorage.getItem("mh-theme"))).toBe("dark");
  } finally {
    await elsewhere.close();
  }
});

test("a name is changed at the identity too, and shown in the rail", async ({ page, visitor }) => {
  await page.goto("/settings/profile");
  await page.getByLabel("Your name").fill("Clara Renamed");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name was saved")).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Main navigation" })).toContainText("Clara Renamed");
  const [identity] = await sql`select name from local_identity.people where email = ${visitor.email}`;
  expect(identity?.["name"]).toBe("Clara Renamed");
});

test("a name that was typed before the page had woken can be saved", async ({ page, visitor: _ }) => {
  const wake = await keepAsleep(page);
  await page.goto("/settings/profile", { waitUntil: "commit" });
  await page.getByLabel("Your name").fill("Clara Early");
  wake();
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name was saved")).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Main navigation" })).toContainText("Clara Early");
});

test("a picture is uploaded, shown from our own origin, and removed", async ({ page, visitor: _ }) => {
  await page.goto("/settings/profile");
  const choose = page.getByLabel("Choose a picture");
  await choose.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: PIXEL });
  await expect(page.getByText("Your picture was saved")).toBeVisible();
  const picture = page.getByRole("main").locator("img");
  await expect(picture).toHaveAttribute("src", /^\/api\/avatars\/[0-9a-f]{64}$/);
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(256);
  const response = await page.request.get((await picture.getAttribute("src")) ?? "");
  expect(response.headers()).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "private, max-age=31536000, immutable",
  });

  await choose.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await expect(page.getByRole("main").getByRole("alert")).toContainText("not a PNG, JPEG or WebP picture");
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Your picture was removed")).toBeVisible();
  await expect(picture).toHaveCount(0);
});

test("a notification is switched off at once; those that must arrive say why they cannot be", async ({
  page,
  visitor: _,
}) => {
  await page.goto("/settings/notifications");
  const receipts = page.getByRole("switch", { name: /^Receipts/ });
  await expect(receipts).toBeChecked();
  const stored = page.waitForResponse("**/api/notifications/preferences");
  await receipts.click();
  expect((await stored).status()).toBe(200);
  await page.reload();
  await expect(receipts).not.toBeChecked();
  const failed = page.getByRole("switch", { name: /^Payment failed/ });
  await expect(failed).toBeDisabled();
  await expect(failed).toBeChecked();
  await expect(
    page.getByText("Always on. Without it a plan could end while nobody knows why."),
  ).toBeVisible();
});

test("a link from a message stops one kind only after asking, without a session", async ({ page }) => {
  const [person] = await sql<{ id: string }[]>`
    insert into people (id, email) values ('user_unsubscribe_test', 'unsubscribe.test@example.com')
    on conflict (id) do update set email = excluded.email returning id`;
  const pepper = stack.env["KEY_PEPPER"] ?? "";
  const token = signUnsubscription({ personId: person?.id ?? "", kind: "receipt" }, pepper);
  await sql`delete from notification_preferences where person_id = ${person?.id ?? ""}`;
  const isOff = async () => {
    const rows = await sql`
      select from notification_preferences where person_id = ${person?.id ?? ""} and kind = 'receipt' and not enabled`;
    return rows.length === 1;
  };
  // What a mail program does that only follows links: nothing changes.
  await page.goto(`/api/notifications/unsubscribe?token=${token}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Stop “Receipts”?");
  expect(await isOff()).toBe(false);
  await page.getByRole("button", { name: "Stop these e-mails" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Receipts stopped");
  expect(await isOff()).toBe(true);

  // One click in a mail program (RFC 8058): a form, no cookie, no page.
  await sql`delete from notification_preferences where person_id = ${person?.id ?? ""}`;
  const oneClick = await fetch(new URL(`/api/notifications/unsubscribe?token=${token}`, stack.urls.app), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  expect(oneClick.status, await oneClick.text()).toBe(200);
  expect(await isOff()).toBe(true);

  await page.goto("/unsubscribe?token=nonsense");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link is not complete");
});

test("a key is rotated without overlap: the old one is refused at once and says by whom", async ({
  page,
  visitor,
}) => {
  const old = await createKeyByClicking(page, "production");
  await page.getByRole("button", { name: "Actions for production" }).click();
  await page.getByRole("menuitem", { name: "Rotate key" }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate production?" });
  await dialog.getByRole("combobox").click();
  await page.getByRole("option", { name: /Not at all/ }).click();
  await dialog.getByRole("button", { name: "Rotate key" }).click();
  const fresh = await readNewKey(page);
  expect((await get("/api/usage", { key: old })).status).toBe(401);
  expect((await get("/api/usage", { key: fresh })).status).toBe(200);
  await page.reload();
  await expect(page.getByRole("region", { name: "Revoked" })).toContainText(`Revoked by ${visitor.name}`);
  await expect(page.getByRole("region", { name: "Live keys" })).toContainText("1 of 20");
});

test("a copy of an account's data is asked for, made, announced by e-mail and downloaded", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signInAs(page, DEMO);
  await page.goto("/settings/account");
  const card = page.getByRole("region", { name: "Copy of the account’s data" });
  const asked = page.waitForResponse("**/api/account/exports");
  await card.getByRole("button", { name: "Make a copy" }).click();
  const { data } = (await (await asked).json()) as { data: { id: string } };
  // Of this copy: another test may have asked for one before.
  const download = page.locator(`a[href*="${data.id}"]`);
  await expect(card.getByRole("listitem").filter({ has: download })).toContainText("Ready", {
    timeout: 90_000,
  });
  const [saved] = await Promise.all([page.waitForEvent("download"), download.click()]);
  expect(saved.suggestedFilename()).toMatch(/^meterhouse-account-.*\.zip$/);
  const files = unzipSync(readFileSync(await saved.path()));
  const read = (name: string) =>
    JSON.parse(Buffer.from(files[name] ?? []).toString("utf8")) as Record<string, unknown>[];
  const [account] = await sql`select account_id from data_exports where id = ${data.id}`;
  expect(read("account.json")).toMatchObject([{ id: account?.["account_id"] }]);
  const [counted] = await sql<{ count: number }[]>`
    select count(*)::int as count from usage_events where account_id = ${account?.["account_id"]}`;
  expect(read("usage_events.json").length).toBe(counted?.count);
  expect(read("members.json").map((member) => member["email"])).toContain(DEMO);

  const message = await until("the message is in the inbox", async () => {
    const response = await fetch(`${stack.urls.mail}/api/messages?to=${encodeURIComponent(DEMO)}`);
    const { messages } = (await response.json()) as { messages: { id: string; subject: string }[] };
    return messages.find(({ subject }) => subject === "Your export is ready") ?? false;
  });
  const html = await (await fetch(`${stack.urls.mail}/messages/${message.id}/html`)).text();
  expect(html).toContain("/settings/account");

  const anonymous = await fetch(new URL(`/api/exports/${data.id}/download`, stack.urls.app));
  expect(anonymous.status).toBe(401);
});
