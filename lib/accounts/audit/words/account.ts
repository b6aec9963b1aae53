import type { ActionWords } from "./types";

export const accountWords = {
  "account.created": {
    kind: "account",
    label: "Account created",
    sentence: "{actor} created the account",
  },
  "account.renamed": {
    kind: "account",
    label: "Account renamed",
    sentence: "{actor} renamed the account",
    detail: "{actor} renamed the account from {before.name} to {after.name}",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
