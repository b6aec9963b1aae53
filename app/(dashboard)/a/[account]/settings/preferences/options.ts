import { describeOffset, readZonedTime } from "@/components/format/zoned-time";
import type { SelectOption } from "@/components/ui/select";
import { DISPLAY_CURRENCIES, LOCALES } from "@/lib/accounts";

const names = new Intl.DisplayNames("en", { type: "language", languageDisplay: "standard" });
const currencies = new Intl.DisplayNames("en", { type: "currency" });

/** Ways of writing numbers and dates: "German (Germany)". */
export const listLocaleOptions = (): readonly SelectOption[] =>
  LOCALES.map((value) => ({ value, label: names.of(value) ?? value }));

/** "US Dollar (USD)". */
export const listCurrencyOptions = (): readonly SelectOption[] =>
  DISPLAY_CURRENCIES.map((value) => {
    const code = value.toUpperCase();
    return { value, label: `${currencies.of(code) ?? code} (${code})` };
  });

/** Every zone that the runtime knows, with how far its clock is ahead now. The one in use is never missing. */
export function listTimeZoneOptions(inUse: string, now: Date): readonly SelectOption[] {
  const zones = [...new Set(["UTC", inUse, ...Intl.supportedValuesOf("timeZone")])].sort((a, b) =>
    a === "UTC" ? -1 : b === "UTC" ? 1 : a.localeCompare(b, "en"),
  );
  return zones.map((value) => {
    const offset = describeOffset(readZonedTime(now.toISOString(), value).offset);
    const place = value.replaceAll("_", " ");
    return { value, label: place === offset ? place : `${place}, ${offset}` };
  });
}
