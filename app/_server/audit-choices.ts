import type { Choice } from "@/components/audit/types";
import { listActionWords } from "@/lib/accounts";

/** Actors that are no person. */
const KINDS: readonly Choice[] = [
  { value: "webhook", label: "Stripe and other webhooks" },
  { value: "api_key", label: "API keys" },
  { value: "job", label: "Background jobs" },
  { value: "system", label: "Meterhouse" },
];

/** Who may be chosen: these people, what is no person, and whoever the address names. */
export function listActorChoices(people: readonly Choice[], chosen: string): readonly Choice[] {
  const choices = [...people, ...KINDS];
  const isListed = chosen === "" || choices.some(({ value }) => value === chosen);
  return isListed ? choices : [...choices, { value: chosen, label: chosen }];
}

/** Every action that a log can hold: an account's, or any, the installation's own among them. */
export const listActionChoices = (log: "account" | "any"): readonly Choice[] =>
  listActionWords()
    .filter(({ kind }) => log === "any" || kind !== "installation")
    .map(({ action, label }) => ({ value: action, label }))
    .toSorted((left, right) => left.label.localeCompare(right.label));
