import { describe, expect, it } from "vitest";
import { createFormat } from "@/components/format/create-format";
import { localeStyles } from "@/components/format/locale-styles";
import { describeOffset, readZonedTime } from "@/components/format/zoned-time";
import { LOCALES } from "@/lib/accounts/profile/schemas";
import { filesEndingIn, read } from "../architecture/project-files";

const AT = "2026-11-21T23:05:00Z";
const write = (locale: string, timeZone = "UTC") => createFormat({ locale, timeZone });
const spaces = (text: string) => text.replaceAll(/[\u00a0\u202f]/gu, " ");

it("every locale that a person may choose has its way of writing dates", () => {
  expect(Object.keys(localeStyles).sort()).toEqual([...LOCALES].sort());
});

describe("a reader", () => {
  it.each([
    ["en-GB", "21 Nov 2026, 23:05 UTC", "1,234,567", "$1,490.50"],
    ["en-US", "Nov 21, 2026, 11:05 PM UTC", "1,234,567", "$1,490.50"],
    ["en-IN", "21 Nov 2026, 11:05 pm UTC", "12,34,567", "$1,490.50"],
    ["de-DE", "21. Nov 2026, 23:05 UTC", "1.234.567", "1.490,50 $"],
    ["fr-FR", "21 Nov 2026, 23:05 UTC", "1 234 567", "1 490,50 $"],
    ["ja-JP", "2026/11/21, 23:05 UTC", "1,234,567", "$1,490.50"],
  ])("of %s gets dates, counts and money as they write them", (locale, date, count, money) => {
    const format = write(locale);
    expect(format.formatDateTime(AT)).toBe(date);
    expect(spaces(format.formatCount(1_234_567))).toBe(count);
    expect(spaces(format.formatMoney({ amountMinor: 149_050, currency: "usd" }))).toBe(money);
  });

  it.each([
    ["Asia/Tokyo", "22 Nov 2026, 08:05 UTC+9"],
    ["Asia/Kolkata", "22 Nov 2026, 04:35 UTC+5:30"],
    ["America/New_York", "21 Nov 2026, 18:05 UTC−5"],
    ["Europe/London", "21 Nov 2026, 23:05 UTC"],
    ["America/St_Johns", "21 Nov 2026, 19:35 UTC−3:30"],
  ])("in %s sees the day and hour of their own clock, and its zone", (timeZone, text) => {
    expect(write("en-GB", timeZone).formatDateTime(AT)).toBe(text);
  });

  it("sees summer time where it is", () => {
    expect(write("en-GB", "Europe/Berlin").formatTime("2026-07-01T12:00:00Z")).toBe("14:00 UTC+2");
    expect(write("en-GB", "Europe/Berlin").formatTime("2026-12-01T12:00:00Z")).toBe("13:00 UTC+1");
  });

  it("reads midnight and noon right on a clock of twelve", () => {
    const format = write("en-US");
    expect(format.formatTime("2026-11-21T00:00:00Z")).toBe("12:00 AM UTC");
    expect(format.formatTime("2026-11-21T12:00:00Z")).toBe("12:00 PM UTC");
  });

  it("in any zone sees a calendar day as that day", () => {
    for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"]) {
      expect(write("en-GB", zone).formatWeekday("2026-11-17")).toBe("Tue 17 Nov");
    }
  });

  it("is told Today by their own day and not by UTC's", () => {
    const format = write("en-GB", "America/New_York");
    expect(format.formatWhen("2026-11-21T05:10:00Z", "2026-11-22T04:00:00Z")).toBe("Today, 00:10 UTC−5");
    expect(format.formatWhen("2026-11-21T04:10:00Z", "2026-11-21T14:00:00Z")).toBe("20 Nov, 23:10 UTC−5");
  });

  it("of German sees a comma before the decimals, and no cent is lost", () => {
    const format = write("de-DE");
    expect(format.formatPercent(0.846)).toBe("84,6%");
    const parts = format.splitMoney({ amountMinor: -900_719_925_474_099, currency: "eur" });
    expect(spaces(`${parts.sign}${parts.major}${parts.minor}${parts.suffix}`)).toBe(
      "−9.007.199.254.740,99 €",
    );
  });

  it("of German reads ranges with the month at both ends", () => {
    expect(write("de-DE").formatDateRange("2026-11-03", "2026-11-21")).toBe("3. Nov to 21. Nov 2026");
  });
});

describe("an offset", () => {
  it.each([
    [0, "UTC"],
    [60, "UTC+1"],
    [-210, "UTC−3:30"],
    [345, "UTC+5:45"],
  ])("of %d minutes is written %s", (minutes, text) => expect(describeOffset(minutes)).toBe(text));

  it("is right for every zone there is: the clock and the offset give the instant back", () => {
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      const { year, month, day, hour, minute, offset } = readZonedTime(AT, zone);
      expect(Date.UTC(year, month - 1, day, hour, minute) - offset * 60_000, zone).toBe(Date.parse(AT));
    }
  });
});

it("no component writes for a fixed reader: what it writes comes from the provider, or from a Format it is given", () => {
  const fixed = filesEndingIn([".ts", ".tsx"], ["components/"]).filter((path) => {
    if (path.startsWith("components/format/")) return false;
    const imports = [
      ...read(path).matchAll(
        /import (?!type)\{([^}]*)\} from "@\/components\/format\/format-(?:date|number|money)"/g,
      ),
    ].flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()));
    return imports.some((name) => /^(format|split)/.test(name));
  });
  expect(fixed).toEqual([]);
});
