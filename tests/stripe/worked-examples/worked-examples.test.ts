import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { balancesAndPayments } from "./balances-and-payments";
import { billingCycles } from "./billing-cycles";
import { bills } from "./bills";
import { cancellations } from "./cancellations";
import { creditNotes } from "./credit-notes";
import { currencies } from "./currencies";
import { discounts } from "./discounts";
import type { Example, Rule } from "./example";
import { ExampleBench } from "./example-bench";
import { lives } from "./lives";
import { prorations } from "./prorations";
import { rulesOfChanges } from "./rules-of-changes";
import { rulesOfCollection } from "./rules-of-collection";
import { rulesOfTrials } from "./rules-of-trials";
import { taxes } from "./taxes";
import { tiersAndPackages } from "./tiers-and-packages";

/** Figures that stand on the pages. */
const documented: Record<string, Example[]> = {
  prorations,
  "billing cycles": billingCycles,
  bills,
  cancellations,
  "tiers and packages": tiersAndPackages,
  discounts,
  taxes,
  "credit notes": creditNotes,
  "balances and payments": balancesAndPayments,
  currencies,
  lives,
};

/** Figures of our own, for what the pages say in words. */
const rules: Rule[] = [...rulesOfChanges, ...rulesOfCollection, ...rulesOfTrials];

let bench: ExampleBench;
beforeAll(async () => {
  bench = await ExampleBench.start();
});
afterAll(async () => {
  expect(bench.violations).toEqual([]);
  await bench.close();
});

describe.each(Object.entries(documented))("Stripe's documentation works out %s", (_theme, examples) => {
  it.each(examples)("$title: $given ($page)", async ({ run, expected }) => {
    expect(await run(bench)).toEqual(expected);
  });
});

describe("Stripe's documentation states, and by hand it comes to", () => {
  it.each(rules)("$title: $given ($page)", async ({ run, expected }) => {
    expect(await run(bench)).toEqual(expected);
  });
});

it("has a page for every example, and each example once", () => {
  const examples = Object.values(documented).flat();
  expect(examples.length).toBeGreaterThanOrEqual(100);
  expect(new Set(examples.map(({ title, given }) => `${title}: ${given}`)).size).toBe(examples.length);
  for (const { page } of [...examples, ...rules]) expect(page).toMatch(/^docs\.stripe\.com\/[a-z/-]+$/);
});
