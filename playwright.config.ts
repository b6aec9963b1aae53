import { defineConfig } from "@playwright/test";
import { stack } from "./tests/support/stack";

const isRoot = process.getuid?.() === 0;
const isCi = process.env.CI !== undefined && process.env.CI !== "";

/** Started by `npm test`, which has found a browser and started a stack. */
export default defineConfig({
  testDir: "tests/browser",
  outputDir: "test-results",
  fullyParallel: false,
  forbidOnly: isCi,
  // A test that passes only when repeated is a failing test.
  retries: 0,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: stack.urls.app,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    locale: "en-US",
    timezoneId: "UTC",
    launchOptions: {
      executablePath: process.env.MH_CHROMIUM ?? "",
      args: [
        // Chromium refuses its sandbox to root.
        ...(isRoot ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--no-first-run",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
      ],
    },
  },
});
