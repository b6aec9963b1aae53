import { describe, expect, test } from "vitest";
import { formatMoney } from "@/lib/platform/money";

describe("formatMoney", () => {
  test.each([
    [1490, "usd", "$14.90"],
    [0, "usd", "$0.00"],
    [5, "eur", "€0.05"],
    [-250, "gbp", "-£2.50"],
    [123_456_789, "usd", "$1,234,567.89"],
    [149_900, "inr", "₹1,499.00"],
    [1500, "jpy", "¥1,500"],
    [1500, "krw", "₩1,500"],
  ])("writes %i %s as %s", (amountCents, currency, written) => {
    expect(formatMoney({ amountCents, currency })).toBe(written);
  });

  test.each([14.9, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    "refuses %s, which is no whole minor unit",
    (amountCents) => {
      expect(() => formatMoney({ amountCents, currency: "usd" })).toThrow(RangeError);
    },
  );

  test("refuses a currency that is none", () => {
    expect(() => formatMoney({ amountCents: 1, currency: "dollars" })).toThrow(RangeError);
  });
});
