import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Locator } from "@playwright/test";
import type { Inngest } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "@/local/start/test/find-chromium";
import { control } from "./support/executor";
import { type Harness, startHarness, stopPostgres } from "./support/harness";

function defineFunctions(client: Inngest) {
  const on = (id: string) => ({ id, triggers: [{ event: `x/${id}` }] });
  return [
    client.createFunction(on("good"), async ({ event, step }) => {
      await step.run("greet", () => "<script>alert(1)</script>");
      return event.data;
    }),
    client.createFunction({ ...on("bad"), retries: 0 }, async () => {
      throw new Error("the <b>card</b> was declined");
    }),
    client.createFunction(on("asleep"), async ({ step }) => {
      await step.sleep("long", "1h");
      return "woke";
    }),
    client.createFunction({ id: "nightly", triggers: [{ cron: "0 3 * * *" }] }, async () => "nightly"),
  ];
}

/** How many there are once the page shows as many as expected: a click returns before the next page is whole. */
const expectCount = (found: Locator) => expect.poll(() => found.count(), { timeout: 30_000 });

let harness: Harness;
let browser: Browser;
beforeAll(async () => {
  harness = await startHarness(defineFunctions);
  browser = await chromium.launch({
    executablePath: findChromium(process.env["CHROMIUM_PATH"]) ?? chromium.executablePath(),
    args: ["--no-sandbox"],
  });
});
afterAll(async () => {
  await browser.close();
  await harness.stop();
  await stopPostgres();
});

async function sendAndSettle(name: string) {
  await harness.client.send({ name, data: { from: "test" } });
  await control(harness.executor, "/wait-until-idle");
}

describe("the pages", () => {
  test("let a person find a run, see why it failed, run it again, cancel one, and start a cron", async () => {
    await sendAndSettle("x/good");
    await sendAndSettle("x/bad");
    await sendAndSettle("x/asleep");
    const page = await browser.newPage();
    await page.goto(harness.executor.url);
    expect(await page.title()).toContain("local Inngest - stand-in");
    await page.getByLabel("Function").selectOption("billing-bad");
    await page.getByRole("button", { name: "Show" }).click();
    await expectCount(page.locator("tbody tr")).toBe(1);
    await page.locator("tbody a").first().click();
    await page.getByText("the <b>card</b> was declined").first().waitFor({ state: "visible" });
    await page.getByRole("button", { name: "Run again" }).click();
    expect(await page.getByRole("status").textContent()).toBe("A new run was started with the same events.");
    await control(harness.executor, "/wait-until-idle");
    expect(await harness.listRuns("bad")).toHaveLength(2);

    const [asleep] = await harness.listRuns("asleep");
    await page.goto(`${harness.executor.url}/runs/${asleep?.id}`);
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await page.getByRole("status").textContent()).toBe("The run was cancelled.");

    await page.goto(`${harness.executor.url}/functions`);
    await page.getByRole("button", { name: "Run now: billing-nightly" }).click();
    expect(await page.getByRole("status").textContent()).toBe("The function was started.");

    await page.goto(`${harness.executor.url}/events`);
    await page.getByLabel("Name").fill("x/good");
    await page.getByLabel("Data (JSON)").fill('{"by": "hand"}');
    await page.getByRole("button", { name: "Send" }).click();
    expect(await page.getByRole("status").textContent()).toBe("The event was sent.");
    await control(harness.executor, "/wait-until-idle");
    const runs = await harness.waitForRuns("good", 2);
    expect(runs.at(-1)?.output).toEqual({ by: "hand" });
    await page.close();
  });

  test("pages through more runs than fit on one", async () => {
    await harness.client.send(Array.from({ length: 60 }, () => ({ name: "x/good", data: {} })));
    await control(harness.executor, "/wait-until-idle");
    const page = await browser.newPage();
    await page.goto(`${harness.executor.url}/?function=billing-good&status=Completed`);
    await expectCount(page.locator("tbody tr")).toBe(50);
    await page.getByRole("link", { name: "Older runs" }).click();
    await page.waitForURL(/before=/);
    await expectCount(page.locator("tbody tr")).toBeGreaterThanOrEqual(10);
    expect(await page.getByRole("link", { name: "Older runs" }).count()).toBe(0);
    await page.close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [375, 1440]) {
      const name = `are accessible in ${colorScheme} at ${width} pixels and never scroll sideways`;
      test(name, { timeout: 240_000 }, async () => {
        const [good] = await harness.listRuns("good");
        const [bad] = await harness.listRuns("bad");
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
        const page = await context.newPage();
        for (const path of ["/", `/runs/${good?.id}`, `/runs/${bad?.id}`, "/functions", "/events"]) {
          await page.goto(`${harness.executor.url}${path}`);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map((violation) => `${path}: ${violation.id}`)).toEqual([]);
          const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
          expect(overflow, path).toBeLessThanOrEqual(0);
        }
        await context.close();
      });
    }
  }
});

describe("the controls", () => {
  const attempt = (path: string, headers: Record<string, string>) =>
    fetch(`${harness.executor.url}${path}`, { method: "POST", headers, body: "{}" });

  test.each(["/_local/reset", "/functions/sync", "/events"])("refuse %s from another site", async (path) => {
    expect((await attempt(path, { origin: "https://evil.example" })).status).toBe(403);
    expect((await attempt(path, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await attempt(path, { origin: "null" })).status).toBe(403);
  });

  test("pause holds events and calls, and resume lets them go", async () => {
    await control(harness.executor, "/pause");
    const before = (await harness.listRuns("good")).length;
    await harness.client.send({ name: "x/good", data: {} });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await harness.listRuns("good")).toHaveLength(before);
    await control(harness.executor, "/resume");
    await control(harness.executor, "/wait-until-idle");
    expect((await harness.listRuns("good")).length).toBe(before + 1);
  });
});
