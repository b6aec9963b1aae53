import { cache } from "react";
import { createFormat, type Format } from "@/components/format/create-format";
import { DEFAULT_PREFERENCES, findPreferences, type Preferences } from "@/lib/accounts";
import { findVisitor } from "./page-context";

/** What the person at the screen chose; null for visitors and for who never chose. Asked once a request. */
export const findChoices = cache(async (): Promise<Preferences | null> => {
  const visitor = await findVisitor();
  return visitor && findPreferences(visitor.person.id);
});

/** How the person at the screen reads numbers and dates; nobody in particular reads as the house writes. */
export const getReader = async (): Promise<Preferences> => (await findChoices()) ?? DEFAULT_PREFERENCES;

/** Writes what a page's own code writes, for the person at the screen. */
export async function getFormat(): Promise<Format> {
  const { locale, timeZone } = await getReader();
  return createFormat({ locale, timeZone });
}
