import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { recordOwnChange } from "./record-own-change";
import { findPreferences, lockPerson, upsertPreferences } from "./repository";
import { requireActingPerson } from "./require-acting-person";
import {
  DEFAULT_PREFERENCES,
  type Preferences,
  storedPreferences,
  type UpdatePreferencesBody,
} from "./schemas";

/**
 * Changes some of the caller's own preferences and leaves the others. What is as it was leaves no trace.
 *
 * @returns all of them
 */
export async function updatePreferences(ctx: Context, input: UpdatePreferencesBody): Promise<Preferences> {
  const personId = requireActingPerson(ctx);
  return await database().begin(async (tx) => {
    if (!(await lockPerson(tx, personId))) throw notFound("Your profile");
    const row = await findPreferences(personId, tx);
    const before = row ? storedPreferences.parse(row) : DEFAULT_PREFERENCES;
    const after: Preferences = {
      locale: input.locale ?? before.locale,
      timeZone: input.timeZone ?? before.timeZone,
      // Null is a choice here: the catalog's own currency.
      currency: input.currency === undefined ? before.currency : input.currency,
      theme: input.theme ?? before.theme,
    };
    const keys = Object.keys(after) as (keyof Preferences)[];
    const changed = keys.filter((key) => after[key] !== before[key]);
    if (changed.length === 0) return before;
    await upsertPreferences(tx, personId, after);
    await recordOwnChange(tx, ctx, personId, { action: "preferences.updated", after: { changed } });
    return after;
  });
}
