import { findPreferences } from "./repository";
import { DEFAULT_PREFERENCES, type Preferences, storedPreferences } from "./schemas";

/** How a person reads numbers, dates and colours. */
export async function getPreferences(personId: string): Promise<Preferences> {
  const row = await findPreferences(personId);
  return row ? storedPreferences.parse(row) : DEFAULT_PREFERENCES;
}
