import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { chromium } from "@playwright/test";
import { StartProblem } from "../start-problem";

const SYSTEM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  "/snap/bin/chromium",
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ubuntu ships a `chromium-browser` that only tells to install a snap: a browser is one that knows its version. */
function isBrowser(path: string): boolean {
  if (!isExecutable(path)) return false;
  if (process.platform === "win32") return true;
  try {
    const args = ["--version", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
    return /\d+\.\d+/.test(execFileSync(path, args, { encoding: "utf8", stdio: "pipe", timeout: 20_000 }));
  } catch {
    return false;
  }
}

/**
 * Finds a browser for the tests: CHROMIUM_PATH, the system's, or Playwright's own.
 * @returns its path, or null when there is none.
 * @throws StartProblem when CHROMIUM_PATH names no browser.
 */
export function findChromium(chosen: string | undefined): string | null {
  if (chosen !== undefined && chosen !== "") {
    if (isBrowser(chosen)) return chosen;
    throw new StartProblem(`CHROMIUM_PATH is "${chosen}", which is no browser: set it to one, or remove it.`);
  }
  return [...SYSTEM_PATHS, chromium.executablePath()].find(isBrowser) ?? null;
}
