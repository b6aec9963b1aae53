import { findPreferences as selectPreferences } from "./repository";
import { DEFAULT_PREFERENCES, type Preferences, storedPreferences } from "./schemas";

/** What a person chose; null when they never chose anything. */
export async function findPreferences(personId: string): Promise<Preferences | null> {
  const row = await selectPreferences(personId);
  return row && storedPreferences.parse(row);
}

/** How a person reads numbers, dates and colours: what they chose, else the defaults. */
export async function getPreferences(personId: string): Promise<Preferences> {
  return (await findPreferences(personId)) ?? DEFAULT_PREFERENCES;
}
