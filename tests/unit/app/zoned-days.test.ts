import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findDayStart, nextDay, showDay } from "@/app/_server/zoned-days";

describe("the start of a day in a time zone", () => {
  test.each([
    ["2026-11-21", "UTC", "2026-11-21T00:00:00.000Z"],
    ["2026-11-21", "America/New_York", "2026-11-21T05:00:00.000Z"],
    ["2026-07-01", "America/New_York", "2026-07-01T04:00:00.000Z"],
    ["2026-11-21", "Asia/Kolkata", "2026-11-20T18:30:00.000Z"],
    ["2026-11-21", "Pacific/Kiritimati", "2026-11-20T10:00:00.000Z"],
    ["2026-11-21", "Pacific/Pago_Pago", "2026-11-21T11:00:00.000Z"],
    // The clocks change on these days, in the small hours.
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
    ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z"],
    // At midnight itself: the day begins at one.
    ["2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z"],
  ])("%s in %s", (day, timeZone, instant) => {
    expect(findDayStart(day, timeZone)?.toISOString()).toBe(instant);
  });

  test.each(["2026-02-30", "2026-13-01", "21.11.2026", "", "2026-11-21T00:00:00Z"])("%s is no day", (day) => {
    expect(findDayStart(day, "UTC")).toBeNull();
  });

  test("is the first instant that shows the day", () => {
    const zones = [
      "UTC",
      "Europe/Berlin",
      "America/Santiago",
      "Africa/Cairo",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
    ];
    const days = fc.date({ min: new Date("2000-01-02"), max: new Date("2037-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom(...zones), (date, zone) => {
        const day = date.toISOString().slice(0, 10);
        const start = findDayStart(day, zone) ?? new Date(Number.NaN);
        expect(showDay(start, zone)).toBe(day);
        expect(showDay(new Date(start.getTime() - 1), zone)).not.toBe(day);
      }),
      { numRuns: 2_000 },
    );
  });
});

test("the next day goes over months and years", () => {
  expect(nextDay("2026-11-30")).toBe("2026-12-01");
  expect(nextDay("2026-12-31")).toBe("2027-01-01");
  expect(nextDay("2028-02-28")).toBe("2028-02-29");
});
