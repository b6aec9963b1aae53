import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeAppliedBalance } from "@/local/stripe/money/apply-balance";
import { computeDiscounts } from "@/local/stripe/money/discount";
import { addRecurrences } from "@/local/stripe/money/interval";
import { priceAmount } from "@/local/stripe/money/price-amount";
import { distribute, share } from "@/local/stripe/money/round";
import type { Coupon, Discount, Price, PriceTier } from "@/local/stripe/state/records";

const tier = (up_to: number | null, unit: string, flat: string | null = null): PriceTier => ({
  up_to,
  unit_amount: null,
  unit_amount_decimal: unit,
  flat_amount: null,
  flat_amount_decimal: flat,
});

function price(fields: Partial<Price>): Price {
  return {
    currency: "usd",
    billing_scheme: "per_unit",
    transform_quantity: null,
    tiers_mode: null,
    unit_amount_decimal: "0",
    ...fields,
  } as Price;
}

describe("what a quantity costs", () => {
  // the example of https://docs.stripe.com/products-prices/pricing-models: 1 to 5 at $7, 6 to 10 at $6.50, 11 on at $6
  const tiers = [tier(5, "700"), tier(10, "650"), tier(null, "600")];
  it.each([
    [1, 700],
    [5, 3_500],
    [6, 4_150],
    [20, 3_500 + 3_250 + 6_000],
    [0, 0],
  ])("graduated tiers bill each unit at its own tier: %i units cost %i", (quantity, amount) => {
    expect(
      priceAmount(price({ billing_scheme: "tiered", tiers_mode: "graduated", tiers }), "usd", quantity),
    ).toBe(amount);
  });

  it.each([
    [1, 700],
    [5, 3_500],
    [6, 3_900],
    [20, 12_000],
  ])("volume tiers bill all units at the reached tier: %i units cost %i", (quantity, amount) => {
    expect(
      priceAmount(price({ billing_scheme: "tiered", tiers_mode: "volume", tiers }), "usd", quantity),
    ).toBe(amount);
  });

  it("adds flat fees, the first tier's even for nothing", () => {
    const flat = price({
      billing_scheme: "tiered",
      tiers_mode: "graduated",
      tiers: [tier(10, "0", "500"), tier(null, "10", "100")],
    });
    expect([0, 10, 11].map((quantity) => priceAmount(flat, "usd", quantity))).toEqual([500, 500, 610]);
  });

  it.each([
    ["up", 101, 2_000],
    ["down", 199, 1_000],
  ] as const)("rounds packages %s", (round, quantity, amount) => {
    expect(
      priceAmount(
        price({ unit_amount_decimal: "1000", transform_quantity: { divide_by: 100, round } }),
        "usd",
        quantity,
      ),
    ).toBe(amount);
  });

  it("rounds fractions of a cent once, at the end", () => {
    expect(priceAmount(price({ unit_amount_decimal: "0.05" }), "usd", 30)).toBe(2);
    expect(priceAmount(price({ unit_amount_decimal: "0.1" }), "usd", 3)).toBe(0);
  });

  it("refuses a currency the price does not have", () => {
    expect(() => priceAmount(price({}), "jpy", 1)).toThrow(/doesn't match the expected currency/);
  });
});

describe("shares", () => {
  it("always add up to the whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 }),
        (amount, weights) => {
          fc.pre(weights.some((weight) => weight > 0));
          expect(distribute(amount, weights).reduce((sum, part) => sum + part, 0)).toBe(amount);
        },
      ),
    );
  });

  it("round halves away from zero, credits like debits", () => {
    expect([share(1, 1, 2), share(-1, 1, 2), share(1_490, 15, 30)]).toEqual([1, -1, 745]);
  });
});

describe("billing dates", () => {
  it.each([
    ["2026-01-31", "month", 1, "2026-02-28"],
    ["2026-01-31", "month", 2, "2026-03-31"],
    ["2028-01-30", "month", 1, "2028-02-29"],
    ["2028-02-29", "year", 1, "2029-02-28"],
    ["2028-02-29", "year", 4, "2032-02-29"],
    ["2026-11-30", "month", 3, "2027-02-28"],
    ["2026-12-31", "week", 1, "2027-01-07"],
  ] as const)("%s plus %s x %i is %s", (from, interval, times, to) => {
    const anchor = Date.parse(`${from}T10:00:00Z`) / 1000;
    expect(
      new Date(addRecurrences(anchor, { interval, count: 1 }, times) * 1000).toISOString().slice(0, 10),
    ).toBe(to);
  });
});

describe("discounts", () => {
  const applied = (coupon: Partial<Coupon>, id = "di_1") => ({
    discount: { id } as Discount,
    coupon: { percent_off: null, amount_off: null, currency: "usd", ...coupon } as Coupon,
  });
  const line = (amount: number, product = "prod_a") => ({
    amount,
    discountable: true,
    product,
    discounts: [],
  });

  it("take a percentage of each line, rounded line by line", () => {
    expect(
      computeDiscounts([line(333), line(335)], new Map(), [applied({ percent_off: 50 })], "usd").map(
        (parts) => parts[0]?.amount,
      ),
    ).toEqual([167, 168]);
  });

  it("spread a fixed amount by size and never exceed the lines", () => {
    expect(
      computeDiscounts([line(1_000), line(2_000)], new Map(), [applied({ amount_off: 300 })], "usd").map(
        (parts) => parts[0]?.amount,
      ),
    ).toEqual([100, 200]);
    expect(
      computeDiscounts([line(100)], new Map(), [applied({ amount_off: 300 })], "usd")[0]?.[0]?.amount,
    ).toBe(100);
  });

  it("stack in their order, each on what is left", () => {
    const stacked = computeDiscounts(
      [line(10_000)],
      new Map(),
      [applied({ percent_off: 20 }), applied({ amount_off: 1_000 }, "di_2")],
      "usd",
    );
    expect(stacked[0]?.map((part) => part.amount)).toEqual([2_000, 1_000]);
  });

  it("apply only to the coupon's products, and not to credits", () => {
    const amounts = computeDiscounts(
      [line(1_000), line(1_000, "prod_b"), line(-500)],
      new Map(),
      [applied({ percent_off: 10, applies_to: { products: ["prod_b"] } })],
      "usd",
    );
    expect(amounts.map((parts) => parts.length)).toEqual([0, 1, 0]);
  });
});

describe("the customer's balance", () => {
  it.each([
    ["a credit larger than the total", 1_000, -1_500, 0, -500],
    ["a credit that is used up", 1_000, -400, 600, 0],
    ["a debt that is added", 1_000, 200, 1_200, 0],
    ["a negative total", -700, 0, 0, -700],
    ["an amount too small to charge", 49, 0, 0, 49],
  ])("%s", (_, total, balance, due, ending) => {
    const result = computeAppliedBalance(total, balance, "usd");
    expect(result).toMatchObject({ due, ending });
    expect(balance + result.entries.reduce((sum, entry) => sum + entry.amount, 0)).toBe(ending);
  });
});
