import { randomBytes } from "node:crypto";
import { test as base, expect, type Page } from "@playwright/test";

export interface Visitor {
  readonly email: string;
  readonly name: string;
}

interface Fixtures {
  /** What pages may write to the console in this test: refusals that the test provokes. */
  complaints: { expect: (pattern: RegExp) => void };
  /** Somebody new, already signed in in this browser. */
  visitor: Visitor;
}

/** An address nobody has used. */
export const newEmail = (): string => `clicker.${randomBytes(6).toString("hex")}@example.com`;

/** Signs this browser in (and up) without clicking, for tests that are about something else. */
export async function signInAs(page: Page, email: string, name?: string): Promise<void> {
  const response = await page.request.post("/api/local/session", {
    data: name ? { email, name } : { email },
  });
  expect(response.status(), await response.text()).toBe(200);
}

/** Every test also guarantees that the pages it opened had nothing to complain about. */
export const test = base.extend<Fixtures>({
  complaints: [
    async ({ context }, use) => {
      const heard: string[] = [];
      const expected: RegExp[] = [];
      context.on("console", (message) => {
        if (message.type() !== "error" && message.type() !== "warning") return;
        heard.push(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => heard.push(String(error.error())));
      await use({ expect: (pattern) => expected.push(pattern) });
      const unexpected = heard.filter((line) => !expected.some((pattern) => pattern.test(line)));
      expect(unexpected, "what pages wrote to the console").toEqual([]);
    },
    { auto: true },
  ],
  visitor: async ({ page }, use) => {
    const visitor = { email: newEmail(), name: "Clara Clicker" };
    await signInAs(page, visitor.email, visitor.name);
    await use(visitor);
  },
});

export { expect };
