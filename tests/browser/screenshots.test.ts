import { expect, signInAs, test } from "./support/test";

const PAGES = [
  "/",
  "/pricing",
  "/sign-in",
  "/dashboard",
  "/billing",
  "/usage",
  "/team",
  "/settings/api-keys",
  "/settings/audit",
  "/activity",
  "/docs/api",
];

/** Pictures to look at, in tests/browser/.output. */
test("every main page can be looked at, light and dark, on a phone and on a desk", async ({ page }) => {
  test.setTimeout(180_000);
  for (const path of PAGES) {
    const isPublic = ["/", "/sign-in"].includes(path);
    await page.context().clearCookies();
    if (!isPublic) await signInAs(page, "ada@larkfield.example");
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const width of [375, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const name = path === "/" ? "landing" : path.slice(1).replaceAll("/", "-");
        await page.screenshot({
          path: `tests/browser/.output/${name}-${colorScheme}-${width}.png`,
          fullPage: true,
        });
      }
    }
  }
});
