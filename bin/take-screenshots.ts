/** Takes the picture of the README from a running copy: the overview of a demo person, at a desk, in daylight. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "@playwright/test";
import { Command } from "commander";
import { findChromium } from "@/local/start/test/find-chromium";

const root = join(import.meta.dirname, "..");

const program = new Command("take-screenshots")
  .description(
    "Writes docs/images/overview.png (1440 x 900, light) from a running Meterhouse: npm start first.",
  )
  .option("--url <address>", "where Meterhouse runs", "http://localhost:3000")
  .option("--email <address>", "demo person to sign in as", "ada@larkfield.example")
  .option("--path <path>", "page to show", "/dashboard")
  .option("--out <file>", "picture to write", join("docs", "images", "overview.png"))
  .parse();

interface Options {
  readonly url: string;
  readonly email: string;
  readonly path: string;
  readonly out: string;
}
const { url, email, path, out } = program.opts<Options>();

/** Signs in and photographs one page, once its fonts and charts stand still. */
async function takeScreenshot(executablePath: string): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath, args: isRoot ? ["--no-sandbox"] : [] });
  try {
    const page = await browser.newPage({
      baseURL: url,
      viewport: { width: 1440, height: 900 },
      colorScheme: "light",
      reducedMotion: "reduce",
      locale: "en-US",
      timezoneId: "UTC",
    });
    const session = await page.request.post("/api/local/session", { data: { email } });
    if (!session.ok()) throw new Error(`Signing in as ${email} answered ${session.status()}.`);
    const response = await page.goto(path, { waitUntil: "networkidle" });
    if (!response?.ok()) throw new Error(`${path} answered ${response?.status() ?? "nothing"}.`);
    await page.evaluate(() => document.fonts.ready);
    const file = join(root, out);
    mkdirSync(dirname(file), { recursive: true });
    await page.screenshot({ path: file });
    return file;
  } finally {
    await browser.close();
  }
}

try {
  const browser = findChromium(process.env["CHROMIUM_PATH"]);
  if (browser === null)
    throw new Error("There is no Chromium: install one, or set CHROMIUM_PATH to a browser.");
  console.log(`Wrote ${await takeScreenshot(browser)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
