import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMoney, formatMoney, formatUnitPrice, splitMoney } from "@/components/format/format-money";

const usd = (amountMinor: number) => ({ amountMinor, currency: "usd" });

describe("formatMoney", () => {
  it.each([
    [usd(1490), "$14.90"],
    [usd(0), "$0.00"],
    [usd(5), "$0.05"],
    [usd(14900), "$149.00"],
    [usd(5253800), "$52,538.00"],
    [{ amountMinor: 111990, currency: "GBP" }, "£1,119.90"],
    [{ amountMinor: 149000, currency: "INR" }, "₹1,490"],
    [{ amountMinor: 149050, currency: "INR" }, "₹1,490.50"],
    [{ amountMinor: 500, currency: "JPY" }, "¥500"],
  ])("writes %o as %s", (money, text) => {
    expect(formatMoney(money)).toBe(text);
  });

  it("puts the minus sign U+2212 before the currency", () => {
    expect(formatMoney(usd(-596))).toBe("−$5.96");
  });

  it("prints a plus only when gains are to be marked, and never on zero", () => {
    expect(formatMoney(usd(400))).toBe("$4.00");
    expect(formatMoney(usd(400), "always")).toBe("+$4.00");
    expect(formatMoney(usd(0), "always")).toBe("$0.00");
  });

  it("loses no cent at any size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (amountMinor) => {
        const { major, minor } = splitMoney(usd(amountMinor));
        expect(`${major}${minor}`.replace(/\D/g, "").replace(/^0+(?=\d)/, "")).toBe(String(amountMinor));
      }),
    );
  });

  it("refuses a fraction of a minor unit", () => {
    expect(() => formatMoney(usd(14.9))).toThrow(RangeError);
  });
});

describe("addMoney", () => {
  it("never adds two currencies", () => {
    expect(addMoney(usd(1490), { amountMinor: 154, currency: "USD" }).amountMinor).toBe(1644);
    expect(() => addMoney(usd(1), { amountMinor: 1, currency: "GBP" })).toThrow(RangeError);
  });
});

describe("formatUnitPrice", () => {
  it.each([
    [usd(1299), 100, "13.0¢"],
    [usd(8999), 1000, "9.0¢"],
    [{ amountMinor: 999, currency: "gbp" }, 100, "10.0p"],
    [{ amountMinor: 99900, currency: "inr" }, 100, "₹9.99"],
    [usd(30000), 100, "$3.00"],
  ])("prices one of %o in %i as %s", (total, count, text) => {
    expect(formatUnitPrice(total, count)).toBe(text);
  });
});
