import { describe, expect, it } from "vitest";
import { createFormat } from "@/components/format/create-format";
import { formatPercent } from "@/components/format/format-number";
import { HOUSE_CHOICE } from "@/components/format/locale-styles";
import { computeMeter } from "@/components/ui/compute-meter";

const format = createFormat(HOUSE_CHOICE);

describe("computeMeter", () => {
  it.each([
    [600, 1000, "metered", "calm", "60% used"],
    [846, 1000, "metered", "warn80", "84.6% used"],
    [9, 10, "metered", "warn90", "90% used"],
    [5, 5, "metered", "full", "Limit reached"],
    [7, 5, "metered", "full", "Limit reached"],
    [3, 3, "gauge", "held", "All taken"],
    [0, 0, "metered", "full", "Limit reached"],
  ] as const)("reads %i of %i (%s) as %s", (used, limit, kind, level, state) => {
    expect(computeMeter(used, limit, kind, format)).toMatchObject({ level, state });
  });

  it("never draws past the end of the track", () => {
    expect(computeMeter(12, 5, "metered", format).percent).toBe(100);
  });

  it("says the figures in words for screen readers", () => {
    expect(computeMeter(846, 1000, "metered", format).valueText).toBe("846 of 1,000, 84.6%");
  });
});

describe("formatPercent", () => {
  it("never rounds up to 100 % while something is left", () => {
    expect(formatPercent(0.9999)).toBe("99.9%");
    expect(computeMeter(9999, 10000, "metered", format).level).toBe("warn90");
    expect(formatPercent(1)).toBe("100%");
  });

  it("keeps trailing zeros in columns only", () => {
    expect(formatPercent(0.09)).toBe("9%");
    expect(formatPercent(0.09, { fixed: true })).toBe("9.0%");
    expect(formatPercent(-0.0421, { decimals: 2 })).toBe("−4.21%");
  });
});
