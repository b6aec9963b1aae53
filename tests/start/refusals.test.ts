import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { CliStack } from "./support/cli-stack";

let stack: CliStack | null = null;
let blocker: Server | null = null;

afterEach(async () => {
  await stack?.remove();
  blocker?.close();
});

/** The lines a person reads, without npm's own. */
function sentences(output: string): string[] {
  return output
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith(">") && !line.startsWith("npm "));
}

async function refuse(extra: Readonly<Record<string, string>>): Promise<string[]> {
  stack = await CliStack.create(extra);
  stack.spawn();
  await stack.end();
  expect(stack.exitCode).not.toBe(0);
  return sentences(stack.output);
}

describe("a start that cannot work", () => {
  it.each([
    [{ PORT: "web" }, /^PORT is "web": set it to a whole number from 1 to 65535\.$/],
    [{ LOCAL_PORT_BASE: "70000" }, /^LOCAL_PORT_BASE is "70000": set it to a whole number/],
    [{ STRIPE_SECRET_KEY: "sk_test_1" }, /^STRIPE_SECRET_KEY is set but STRIPE_WEBHOOK_SECRETS is not: /],
    [
      { CLERK_SECRET_KEY: "sk_test_1" },
      /^CLERK_SECRET_KEY is set but NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY is not: /,
    ],
    [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL must be /],
  ])("says in one sentence what is wrong with %j", async (extra, sentence) => {
    const said = await refuse(extra);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(sentence);
  });

  it("says in one sentence which port is taken and what to set instead", async () => {
    stack = await CliStack.create();
    const { app } = stack.ports;
    const server = createServer();
    blocker = server;
    await new Promise<void>((resolve) => server.listen(app, "127.0.0.1", resolve));
    stack.spawn();
    await stack.end();
    expect(sentences(stack.output)).toEqual([
      `Port ${app} for Meterhouse is taken: stop what uses it, or start with another PORT (for example PORT=${app + 100} npm start).`,
    ]);
  });
});
