/** What stands for a reader: how they write numbers and dates, and where their clock is. */
export type FormatChoice = {
  /** BCP 47: `de-DE`. Only the writing of numbers and dates; every word stays English. */
  locale: string;
  /** IANA: `Europe/Berlin`. */
  timeZone: string;
};

/** For nobody in particular: visitors, and readers who chose nothing. */
export const HOUSE_CHOICE: FormatChoice = { locale: "en-GB", timeZone: "UTC" };

export type DateFields = { year: number; month: number; monthName: string; day: number };

export type LocaleStyle = {
  date: (fields: DateFields) => string;
  day: (fields: DateFields) => string;
  /** Words after the hour on a clock of twelve; null: a clock of 24. */
  halves: readonly [string, string] | null;
  /** "3 to 21 Nov 2026": the month stands once. */
  sharesMonth: boolean;
};

const dayFirst = (after: string): Pick<LocaleStyle, "date" | "day"> => ({
  date: ({ day, monthName, year }) => `${day}${after} ${monthName} ${year}`,
  day: ({ day, monthName }) => `${day}${after} ${monthName}`,
});
const monthFirst: Pick<LocaleStyle, "date" | "day"> = {
  date: ({ day, monthName, year }) => `${monthName} ${day}, ${year}`,
  day: ({ day, monthName }) => `${monthName} ${day}`,
};
const two = (value: number) => String(value).padStart(2, "0");
const yearFirst: Pick<LocaleStyle, "date" | "day"> = {
  date: ({ day, month, year }) => `${year}/${two(month)}/${two(day)}`,
  day: ({ day, month }) => `${two(month)}/${two(day)}`,
};
const plain: LocaleStyle = { ...dayFirst(""), halves: null, sharesMonth: true };
const dotted: LocaleStyle = { ...dayFirst("."), halves: null, sharesMonth: false };

/**
 * How dates are written for each locale that a person may choose. Our own table and not the runtime's: a server and a
 * browser of different age would write a date differently, and the page would not be what was sent.
 */
export const localeStyles: Readonly<Record<string, LocaleStyle>> = {
  "en-GB": plain,
  "en-US": { ...monthFirst, halves: ["AM", "PM"], sharesMonth: false },
  "en-IN": { ...plain, halves: ["am", "pm"] },
  "en-AU": { ...plain, halves: ["am", "pm"] },
  "en-CA": { ...monthFirst, halves: ["a.m.", "p.m."], sharesMonth: false },
  "de-DE": dotted,
  "de-CH": dotted,
  "fr-FR": plain,
  "es-ES": plain,
  "it-IT": plain,
  "nl-NL": plain,
  "pl-PL": plain,
  "pt-BR": plain,
  "sv-SE": plain,
  "ja-JP": { ...yearFirst, halves: null, sharesMonth: false },
};

export const styleOf = (locale: string): LocaleStyle => localeStyles[locale] ?? plain;
