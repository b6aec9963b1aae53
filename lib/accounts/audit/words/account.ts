import type { ActionWords } from "./types";

export const accountWords = {
  "account.created": {
    kind: "account",
    label: "Account created",
    sentence: "{actor} created the account",
  },
  "account.deletion_requested": {
    kind: "account",
    label: "Deletion requested",
    sentence: "{actor} asked for the account to be deleted",
  },
  "account.deletion_undone": {
    kind: "account",
    label: "Deletion undone",
    sentence: "{actor} undid the deletion of the account",
  },
  "account.erased": {
    kind: "account",
    label: "Account erased",
    sentence: "{actor} erased the account",
  },
  "account.identity_deleted": {
    kind: "account",
    label: "Organization deleted",
    sentence: "The identity provider deleted the organization; nobody gets into the account any more",
  },
  "account.renamed": {
    kind: "account",
    label: "Account renamed",
    sentence: "{actor} renamed the account",
    detail: "{actor} renamed the account from {before.name} to {after.name}",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
