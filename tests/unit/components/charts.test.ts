import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeCountTicks } from "@/components/charts/compute-ticks";
import { formatCsv } from "@/components/charts/csv";
import { computeCycle } from "@/components/dashboard/compute-cycle";
import { computeFigures, computeSeriesTotals, groupSeries } from "@/components/usage/compute-history";

describe("computeCountTicks", () => {
  it("always marks the limit", () => {
    expect(computeCountTicks(1200, 1000)).toEqual([0, 250, 500, 750, 1000]);
    expect(computeCountTicks(7, 7)).toEqual([0, 2, 4, 6, 7]);
  });

  it("uses whole rising numbers from zero and covers the highest value", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), (top) => {
        const ticks = computeCountTicks(top, null);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(top);
        expect(ticks.length).toBeLessThanOrEqual(6);
        for (const [index, tick] of ticks.entries()) {
          expect(Number.isInteger(tick)).toBe(true);
          if (index > 0) expect(tick).toBeGreaterThan(ticks[index - 1] ?? 0);
        }
      }),
    );
  });
});

describe("formatCsv", () => {
  it("quotes what needs quotes", () => {
    expect(formatCsv({ heads: ["Day", "Used"], rows: [['say "hi", all', 3]] })).toBe(
      'Day,Used\r\n"say ""hi"", all",3',
    );
  });

  it("lets no cell become a formula of a spreadsheet", () => {
    expect(formatCsv({ heads: ["Key"], rows: [["=HYPERLINK(1)"], ["@x"], ["-1"]] })).toBe(
      "Key\r\n'=HYPERLINK(1)\r\n'@x\r\n'-1",
    );
  });
});

describe("computeCycle", () => {
  const cycle = {
    label: "Generations",
    periodStart: "2026-11-03T14:00:00Z",
    periodEnd: "2026-12-03T14:00:00Z",
    limit: 100,
    days: [
      { day: "2026-11-03", used: 10 },
      { day: "2026-11-05", used: 5 },
    ],
    limitReachedAt: null,
  };

  it("counts days without a row as zero and adds up to today", () => {
    const line = computeCycle(cycle, "2026-11-06T09:00:00Z");
    expect(line.points.filter((point) => point.used !== null).map((point) => point.used)).toEqual([
      10, 10, 15, 15,
    ]);
    expect(line.used).toBe(15);
  });

  it("leads the expectation to the limit on the day it is met", () => {
    const line = computeCycle({ ...cycle, limitReachedAt: "2026-11-26T00:00:00Z" }, "2026-11-06T09:00:00Z");
    expect(line.points.at(-1)).toEqual({ at: Date.parse("2026-11-26T00:00:00Z"), used: null, expected: 100 });
    expect(line.reached).toBe(Date.parse("2026-11-26T00:00:00Z"));
  });

  it("expects nothing while nothing was used", () => {
    const line = computeCycle({ ...cycle, days: [] }, "2026-11-06T09:00:00Z");
    expect(line.points.every((point) => point.used === 0)).toBe(true);
  });

  it("does not run past the end of the cycle", () => {
    const line = computeCycle(cycle, "2027-01-01T00:00:00Z");
    expect(line.today).toBe(line.end);
  });
});

describe("usage history", () => {
  const days = [
    { day: "2026-11-03", counts: { a: 1, b: 2 } },
    { day: "2026-11-04", counts: { a: 5 } },
  ];

  it("finds the busiest day and the mean", () => {
    expect(computeFigures(days)).toEqual({
      total: 8,
      busiest: { day: "2026-11-04", count: 5 },
      averagePerDay: 4,
    });
    expect(computeFigures([])).toEqual({ total: 0, busiest: null, averagePerDay: 0 });
  });

  it("loses no count when small series are grouped as Other", () => {
    const keys = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const series = keys.map((key) => ({ key, label: key }));
    const many = [
      { day: "2026-11-03", counts: Object.fromEntries(keys.map((key, index) => [key, index + 1])) },
    ];
    const grouped = groupSeries({ series, days: many });
    expect(grouped.series.map((entry) => entry.label)).toEqual(["c", "d", "e", "f", "g", "h", "Other"]);
    expect([...computeSeriesTotals(grouped.days).values()].reduce((sum, count) => sum + count, 0)).toBe(36);
  });
});
