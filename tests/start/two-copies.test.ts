import { afterAll, expect, it } from "vitest";
import { CliStack } from "./support/cli-stack";

const stacks: CliStack[] = [];

afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.remove()));
});

it("runs two copies side by side, each with its own data", async () => {
  const [one, two] = [await CliStack.create(), await CliStack.create()];
  stacks.push(one, two);
  await Promise.all([one.start(), two.start()]);
  const pages = await Promise.all([one, two].map(({ appUrl }) => fetch(`${appUrl}/pricing`)));
  expect(pages.map(({ status }) => status)).toEqual([200, 200]);
  one.signal("SIGTERM");
  await one.end();
  expect((await fetch(`${two.appUrl}/pricing`)).status).toBe(200);
});
