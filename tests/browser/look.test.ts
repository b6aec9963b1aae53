import type { Page } from "@playwright/test";
import { atAccountPage } from "./support/app";
import { untilAwake } from "./support/asleep";
import { expect, test } from "./support/test";

const themeOf = (page: Page) => page.evaluate(() => document.documentElement.dataset["theme"]);

async function chooseTheme(page: Page, name: "System" | "Light" | "Dark"): Promise<void> {
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitemradio", { name }).click();
  await page.keyboard.press("Escape");
}

test("the chosen theme stays, and is there before anything is painted", async ({ page, visitor: _ }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/dashboard");
  expect(await themeOf(page)).toBe("light");
  const stored = page.waitForResponse("**/api/profile/settings");
  await chooseTheme(page, "Dark");
  await expect.poll(() => themeOf(page)).toBe("dark");
  expect((await stored).status()).toBe(200);

  // What the document said at the first moment it had a body, and every change since.
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seenThemes: seen });
    new MutationObserver(() => {
      if (document.body) seen.push(document.documentElement.dataset["theme"] ?? "none");
    }).observe(document, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["data-theme"],
    });
  });
  for (const path of ["/billing", "/pricing", "/dashboard"]) {
    await page.goto(path);
    const seen = await page.evaluate(() => (window as unknown as { seenThemes: string[] }).seenThemes);
    expect([...new Set(seen)], path).toEqual(["dark"]);
  }

  await chooseTheme(page, "System");
  await expect.poll(() => themeOf(page)).toBe("light");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => themeOf(page)).toBe("dark");
});

test("the skip link is the first stop of the keyboard and leads past the navigation", async ({
  page,
  visitor: _,
}) => {
  for (const path of ["/", "/pricing", "/dashboard", "/billing"]) {
    await page.goto(path);
    await page.keyboard.press("Tab");
    const link = page.getByRole("link", { name: "Skip to content" });
    await expect(link, path).toBeFocused();
    await expect(link).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/#main$/);
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() =>
      document.querySelector("main")?.contains(document.activeElement),
    );
    expect(inside, path).toBe(true);
  }
});

test("Ctrl K finds a page, arrows and Enter open it, Escape gives the focus back", async ({
  page,
  visitor: _,
}) => {
  await page.goto("/dashboard");
  await untilAwake(page);
  const field = page.getByRole("combobox");
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.type("bill");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(atAccountPage("/billing"));

  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  const options = page.getByRole("option");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(field).toHaveCount(0);
});

test("nothing moves for people who asked for no motion", async ({ page, visitor: _ }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const path of ["/dashboard", "/billing", "/pricing"]) {
    await page.goto(path);
    const moving = () =>
      page.evaluate(() =>
        document
          .getAnimations()
          .filter(
            ({ playState, effect }) =>
              playState === "running" && Number(effect?.getComputedTiming().duration) > 50,
          )
          .map((each) => (each.effect as KeyframeEffect).target?.className),
      );
    expect(await moving(), path).toEqual([]);
  }
  await page.goto("/settings/api-keys");
  await page.getByRole("button", { name: "Create key", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  const slow = await page.evaluate(
    () =>
      document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 50)
        .length,
  );
  expect(slow).toBe(0);
});

test("on a phone the navigation is a sheet that holds the focus and gives it back", async ({
  page,
  visitor: _,
}) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await page.goto("/dashboard");
  const button = page.getByRole("button", { name: /menu|navigation/i }).first();
  await button.click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("link", { name: "Billing" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(button).toBeFocused();
  await button.click();
  await sheet.getByRole("link", { name: "Billing" }).click();
  await expect(page).toHaveURL(atAccountPage("/billing"));
  await expect(sheet).toHaveCount(0);
});
