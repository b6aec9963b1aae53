import type { Page } from "@playwright/test";
import { sql } from "../integration/path/support/database";
import { listPages } from "../security/support/pages";
import { createKeyByClicking } from "./support/api-keys";
import { expect, signInAs, test } from "./support/test";

/** The demo person whose account has something to show on every page. Only looked at, never changed. */
const DEMO = "ada@larkfield.example";

/** Collects what the policy stops, from before the page's own first script. */
async function watchViolations(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    document.addEventListener(
      "securitypolicyviolation",
      ({ effectiveDirective, blockedURI, sourceFile, sample }) =>
        seen.push([effectiveDirective, blockedURI, sourceFile, sample].join(" ")),
    );
  });
  return () => page.evaluate(() => (window as unknown as { violations: string[] }).violations);
}

async function demoPages(): Promise<readonly string[]> {
  const [account] = await sql<{ slug: string }[]>`
    select a.slug from accounts a join members m on m.account_id = a.id join people p on p.id = m.person_id
    where p.email = ${DEMO} and a.kind = 'organization'`;
  return listPages({ account: account?.slug ?? "" });
}

test.describe("the content security policy", () => {
  test.describe.configure({ timeout: 240_000 });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`stops nothing of our own on any page, ${colorScheme}`, async ({ page, complaints }) => {
      // The checkout's return page without a checkout is not found, and says so.
      complaints.expect(/status of 404/);
      await page.emulateMedia({ colorScheme });
      const violations = await watchViolations(page);
      const visit = async (path: string) => {
        const response = await page.goto(path);
        expect(response?.headers()["content-security-policy"], path).toMatch(/'nonce-[\w+/]{22}=='/);
        await page.waitForLoadState("networkidle");
        expect(await page.evaluate(() => document.documentElement.dataset["theme"]), path).toBe(colorScheme);
        expect(await violations(), path).toEqual([]);
      };
      for (const path of ["/", "/pricing", "/sign-in", "/sign-up", "/docs/api", "/nothing/here"])
        await visit(path);
      await signInAs(page, DEMO);
      for (const path of await demoPages()) await visit(path);
    });
  }

  test("stops nothing of dialogs, menus, selects and toasts, which add styles of their own", async ({
    page,
    visitor: _,
  }) => {
    const violations = await watchViolations(page);
    await createKeyByClicking(page, "production");
    await page.getByRole("button", { name: "Actions for production" }).click();
    await page.getByRole("menuitem", { name: "Revoke key" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toBeVisible();
    // The page behind the dialog does not scroll: the style that keeps it so was let through.
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).overflow)).toBe("hidden");
    await dialog.getByRole("button", { name: "Revoke key" }).click();
    await expect(page.locator("[data-sonner-toaster]")).toHaveCount(1);
    await page.goto("/usage");
    await page.getByRole("combobox").first().click();
    await expect(page.getByRole("listbox")).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  test("gives each page a nonce of its own", async ({ page }) => {
    const nonceOf = async () =>
      /'nonce-([^']+)'/.exec((await page.goto("/pricing"))?.headers()["content-security-policy"] ?? "")?.[1];
    const [first, second] = [await nonceOf(), await nonceOf()];
    expect(first).toMatch(/^[\w+/]{22}==$/);
    expect(second).not.toBe(first);
  });

  test("runs no script that was put into the page, however it came there", async ({ page, complaints }) => {
    complaints.expect(/Content Security Policy|violates the following/);
    // React finds more in the page than it wrote, and draws it anew.
    complaints.expect(/React error #418/);
    const attacks = [
      "<script>window.ran = 'inline'</script>",
      "<script nonce='guessed'>window.ran = 'wrong nonce'</script>",
      "<script src='https://evil.example/x.js'></script>",
      "<script src='data:text/javascript,window.ran=1'></script>",
      "<img src='/icon.svg' onload=\"window.ran = 'handler'\">",
      "<svg onload=\"window.ran = 'svg'\"></svg>",
      "<iframe srcdoc=\"<script>parent.ran = 'frame'</script>\"></iframe>",
      "<iframe src='https://evil.example/'></iframe>",
      "<object data='/icon.svg'></object>",
      "<base href='https://evil.example/'>",
    ].join("");
    await page.route("**/pricing", async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replace("<main", `${attacks}<main`);
      expect(html).toContain(attacks);
      await route.fulfill({ response, body: html });
    });
    const violations = await watchViolations(page);
    await page.goto("/pricing");
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => (window as unknown as { ran?: string }).ran)).toBeUndefined();
    expect(await page.evaluate(() => document.baseURI)).not.toContain("evil");
    const stopped = (await violations()).join("\n");
    for (const directive of ["script-src-elem", "script-src-attr", "frame-src", "object-src", "base-uri"]) {
      expect(stopped).toContain(directive);
    }
    const address = "javascript:window.ran='address'";
    await page.evaluate((href) => {
      const link = Object.assign(document.createElement("a"), { href });
      document.body.append(link);
      link.click();
    }, address);
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => (window as unknown as { ran?: string }).ran)).toBeUndefined();
  });
});
