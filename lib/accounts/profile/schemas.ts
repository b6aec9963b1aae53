import { z } from "zod";

/**
 * How numbers and dates may be written. Only the writing: every word stays English. components/format knows
 * each of them; a test keeps the two equal.
 */
export const LOCALES = [
  "en-GB",
  "en-US",
  "en-IN",
  "en-AU",
  "en-CA",
  "de-DE",
  "de-CH",
  "fr-FR",
  "es-ES",
  "it-IT",
  "nl-NL",
  "pl-PL",
  "pt-BR",
  "sv-SE",
  "ja-JP",
] as const;

/** Currencies that prices are listed in. */
export const DISPLAY_CURRENCIES = ["usd", "gbp", "inr"] as const;

/** The time zone exists in the database that this runtime carries. An offset such as +05:00 is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

const timeZone = z.string().refine(isTimeZone, "Choose a time zone from the list, such as Europe/Berlin.");

/** How a person reads numbers, dates and colours. */
export const preferences = z.object({
  locale: z.enum(LOCALES),
  timeZone,
  currency: z
    .enum(DISPLAY_CURRENCIES)
    .nullable()
    .describe("prices are shown in it first; null: the catalog's"),
  theme: z.enum(["system", "light", "dark"]),
});
export type Preferences = z.infer<typeof preferences>;

export const DEFAULT_PREFERENCES: Preferences = {
  locale: "en-GB",
  timeZone: "UTC",
  currency: null,
  theme: "system",
};

/** What is stored may be older than the lists above, or written at the people's door: what is unknown falls back. */
export const storedPreferences = z.object({
  locale: preferences.shape.locale.catch(DEFAULT_PREFERENCES.locale),
  timeZone: timeZone.catch(DEFAULT_PREFERENCES.timeZone),
  currency: preferences.shape.currency.catch(DEFAULT_PREFERENCES.currency),
  theme: preferences.shape.theme.catch(DEFAULT_PREFERENCES.theme),
});

export const updatePreferencesBody = z
  .strictObject(preferences.shape)
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, "Name at least one setting to change.");
export type UpdatePreferencesBody = z.infer<typeof updatePreferencesBody>;

export const profile = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  avatarUrl: z.string().nullable().describe("path on this site; null: the initials are shown"),
  emailChangedAt: z.enum(["clerk", "nowhere"]).describe("where the address is changed"),
});
export type Profile = z.infer<typeof profile>;

export const updateProfileBody = z.strictObject({
  name: z.string().trim().min(1, "Enter a name.").max(120, "A name has at most 120 characters."),
});
export type UpdateProfileBody = z.infer<typeof updateProfileBody>;

/** Largest picture that is kept. */
export const AVATAR_MAX_BYTES = 256 * 1024;

export const avatarAnswer = z.object({ avatarUrl: z.string().nullable() });
export const avatarParams = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) });
