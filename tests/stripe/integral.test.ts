import * as fc from "fast-check";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { BilledLife, type Catalog, type Setup, type Step } from "./billed-life";
import { makeCatalog } from "./make-catalog";

let checked: CheckedStripe;
let stripe: Stripe;
let catalog: Catalog;

beforeAll(async () => {
  // an unpaid invoice does not end a life here: its price runs on
  checked = await startCheckedStripe({ afterLastRetry: "past_due" });
  stripe = checked.stripe;
  catalog = await makeCatalog(stripe);
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

const behaviour = fc.constantFrom("always_invoice", "create_prorations") as fc.Arbitrary<
  "always_invoice" | "create_prorations"
>;
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      seconds: fc.integer({ min: 1, max: 40 * 86_400 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ do: "boundary" }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("change" as const),
      unit: fc.integer({ min: 0, max: 2 }),
      quantity: fc.integer({ min: 1, max: 5 }),
      behaviour,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("yearly" as const), behaviour }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("anchor" as const), behaviour }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "pause" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "cancel_and_undo" }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("card" as const),
      name: fc.constantFrom("pm_card_visa", "pm_card_chargeCustomerFail"),
    }),
  },
);
const setup: fc.Arbitrary<Setup> = fc.record({
  date: fc.constantFrom(
    "2027-01-31T08:30:00",
    "2028-02-29T00:00:00",
    "2027-12-31T23:59:59",
    "2027-03-15T12:00:00",
  ),
  percent: fc.constantFrom(0, 0, 15, 33.3),
  tax: fc.constantFrom(0, 19, -19, 8.1),
  trialDays: fc.constantFrom(0, 0, 0, 14),
});

const anew = (quantity: number): Step => ({
  do: "change",
  unit: 0,
  quantity,
  behaviour: "create_prorations",
});
/** Ends in an invoice of more lines than it carries itself. */
const MANY_LINES: [Setup, Step[], "prorate"] = [
  { date: "2027-01-31T08:30:00", percent: 0, tax: 0, trialDays: 0 },
  [anew(2), anew(1), { do: "yearly", behaviour: "create_prorations" }, anew(2), anew(3), anew(1)],
  "prorate",
];

describe("all invoices less all credit notes", () => {
  it("are the integral of the price over time within a cent a line, and every preview is what follows", {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        setup,
        fc.array(step, { minLength: 3, maxLength: 9 }),
        fc.constantFrom("prorate", "credit_note") as fc.Arbitrary<"prorate" | "credit_note">,
        async (given, steps, ending) => {
          const life = await BilledLife.start(stripe, catalog, given);
          for (const each of steps) await life.take(each);
          await life.settle(ending);
        },
      ),
      { numRuns: Number(process.env["INTEGRAL_RUNS"] ?? 40), examples: [MANY_LINES] },
    );
  });
});
