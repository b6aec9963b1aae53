import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { BilledLife, type Catalog, type Setup, type Step } from "./billed-life";
import { makeCatalog } from "./make-catalog";

const DAY = 86_400;
let checked: CheckedStripe;
let stripe: Stripe;
let catalog: Catalog;

beforeAll(async () => {
  checked = await startCheckedStripe({ afterLastRetry: "past_due" });
  stripe = checked.stripe;
  catalog = await makeCatalog(stripe);
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

const wait = (seconds: number): Step => ({ do: "wait", seconds });
const start = (date: string, trialDays = 0): Setup => ({ date, percent: 15, tax: 19, trialDays });
const to = (unit: number, quantity: number, behaviour: "always_invoice" | "create_prorations"): Step => ({
  do: "change",
  unit,
  quantity,
  behaviour,
});

const MOMENTS: [string, Setup, Step[]][] = [
  ["inside a trial", start("2027-03-10T10:00:00", 14), [wait(5 * DAY)]],
  ["on the trial's last second", start("2027-03-10T10:00:00", 14), [wait(14 * DAY - 1)]],
  ["on the boundary second", start("2027-03-10T10:00:00"), [{ do: "boundary" }]],
  ["from 31 January, in February", start("2027-01-31T10:00:00"), [{ do: "boundary" }, wait(3 * DAY)]],
  ["from 29 February, a year on", start("2028-02-29T10:00:00"), [wait(365 * DAY), { do: "boundary" }]],
  [
    "with an unpaid invoice",
    start("2027-03-10T10:00:00"),
    [{ do: "card", name: "pm_card_chargeCustomerFail" }, { do: "boundary" }, wait(4 * DAY)],
  ],
];
const CHANGES: [string, Step[]][] = [
  ["an upgrade invoiced at once", [to(2, 1, "always_invoice")]],
  [
    "a downgrade that waits for the renewal",
    [to(2, 3, "always_invoice"), wait(DAY), to(0, 1, "create_prorations")],
  ],
  ["a change of quantity", [to(0, 4, "create_prorations"), wait(3600), to(0, 2, "always_invoice")]],
  ["a pause and a resumption", [{ do: "pause" }, wait(9 * DAY), { do: "pause" }]],
  ["a cancellation that is undone", [{ do: "cancel_and_undo" }]],
  [
    "a yearly item that comes and goes",
    [{ do: "yearly", behaviour: "always_invoice" }, wait(DAY), { do: "yearly", behaviour: "always_invoice" }],
  ],
];

describe.each(MOMENTS)("%s", (_moment, setup, before) => {
  it.each(CHANGES)("%s bills what the time costs", async (_change, steps) => {
    const life = await BilledLife.start(stripe, catalog, setup);
    for (const step of [...before, ...steps, wait(20 * DAY), { do: "boundary" } as const, wait(DAY)])
      await life.take(step);
    await life.settle("prorate");
  });
});
