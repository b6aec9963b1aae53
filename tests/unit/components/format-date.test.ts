import { describe, expect, it } from "vitest";
import {
  computeDaysLeft,
  formatDate,
  formatDateRange,
  formatDateTime,
  formatRelative,
  formatReset,
  formatTime,
  formatWeekday,
  formatWhen,
} from "@/components/format/format-date";

const NOW = "2026-11-21T14:05:00Z";

describe("dates", () => {
  it("are written in UTC whatever the offset of the instant", () => {
    expect(formatDate("2026-11-21T23:30:00-02:00")).toBe("22 Nov 2026");
    expect(formatTime("2026-11-21T14:05:00Z")).toBe("14:05 UTC");
    expect(formatDateTime("2026-09-01T00:00:00Z")).toBe("1 Sep 2026, 00:00 UTC");
    expect(formatWeekday("2026-11-17")).toBe("Tue 17 Nov");
  });

  it("refuse what is no date", () => {
    expect(() => formatDate("soon")).toThrow(RangeError);
  });
});

describe("formatDateRange", () => {
  it.each([
    ["2026-11-03", "2026-11-21", "3 to 21 Nov 2026"],
    ["2026-11-03", "2026-12-03", "3 Nov to 3 Dec 2026"],
    ["2026-12-20", "2027-01-20", "20 Dec 2026 to 20 Jan 2027"],
  ])("from %s to %s says %s", (from, to, text) => {
    expect(formatDateRange(from, to)).toBe(text);
  });
});

describe("formatRelative", () => {
  it.each([
    ["2026-11-21T14:04:40Z", "just now"],
    ["2026-11-21T14:03:00Z", "2 min ago"],
    ["2026-11-20T14:06:00Z", "23 h ago"],
    ["2026-11-20T14:05:00Z", "20 Nov, 14:05 UTC"],
    ["2026-11-22T00:00:00Z", "in 9 h 55 min"],
    ["2026-11-21T15:05:00Z", "in 1 h"],
    ["2025-11-20T14:05:00Z", "20 Nov 2025, 14:05 UTC"],
  ])("of %s says %s", (at, text) => {
    expect(formatRelative(at, NOW)).toBe(text);
  });

  it("is used only under 24 hours", () => {
    expect(formatRelative("2026-11-22T14:05:00Z", NOW)).not.toContain("in ");
  });
});

describe("formatWhen", () => {
  it("names today and leaves the year out inside the year", () => {
    expect(formatWhen("2026-11-21T13:52:00Z", NOW)).toBe("Today, 13:52 UTC");
    expect(formatWhen("2026-11-20T17:06:00Z", NOW)).toBe("20 Nov, 17:06 UTC");
  });
});

describe("formatReset", () => {
  it.each([
    ["2026-12-03T14:00:00Z", "Resets 3 Dec"],
    ["2026-11-22T00:00:00Z", "Resets in 9 h 55 min"],
    [null, "Does not reset"],
  ])("of %s says %s", (at, text) => {
    expect(formatReset(at, NOW)).toBe(text);
  });
});

describe("computeDaysLeft", () => {
  it("counts a begun day as a day and never goes below zero", () => {
    expect(computeDaysLeft("2026-11-30T10:00:00Z", NOW)).toBe(9);
    expect(computeDaysLeft("2026-11-20T10:00:00Z", NOW)).toBe(0);
  });
});
