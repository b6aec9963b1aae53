import { expect, type Page } from "@playwright/test";

/**
 * Keeps the scripts of every page back, as a slow line does, so that pages show and do not wake.
 * @returns lets them come
 */
export async function keepAsleep(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

/** Waits until the page's frame hears keys. Clicks and forms need no such wait: React takes up what they meet. */
export async function untilAwake(page: Page): Promise<void> {
  await expect(page.locator("html[data-awake]")).toBeAttached();
}
