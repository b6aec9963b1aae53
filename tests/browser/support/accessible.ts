import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const THEMES = ["light", "dark"] as const;
const AXE_WIDTHS = [375, 1440] as const;
const OVERFLOW_WIDTHS = [320, 375, 768, 1440, 1920] as const;
const HEIGHT = 900;

/** Ends the page's own movements, so that colours are judged as they stay. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined)));
    await frame();
  });
}

/**
 * Guarantees of every page as it stands now: axe finds nothing in light and dark on a phone and on a desk, and
 * nothing sticks out sideways from 320 to 1920 pixels.
 */
export async function expectAccessible(page: Page): Promise<void> {
  // Charts and dialogs that fade would be judged half faded.
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const width of OVERFLOW_WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await settle(page);
    // Charts measure the new width first and draw themselves anew a moment later.
    const overhang = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(overhang, `scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of AXE_WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      await settle(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
      }));
      expect(found, `axe, ${colorScheme}, ${width} px`).toEqual([]);
    }
  }
}
