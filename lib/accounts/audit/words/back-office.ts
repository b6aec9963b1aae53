import type { ActionWords } from "./types";

export const backOfficeWords = {
  "account.opened_by_admin": {
    kind: "account",
    label: "Account opened by staff",
    sentence: "{actor}, staff of this installation, opened the account",
    detail: "{actor}, staff of this installation, opened the account and gave the reason “{after.reason}”",
  },
  "account.viewed_by_admin": {
    kind: "account",
    label: "Account viewed by staff",
    sentence: "{actor}, staff of this installation, looked at the account",
    detail: "{actor}, staff of this installation, looked at the account for the reason “{after.reason}”",
  },
  "accounts.listed_by_admin": {
    kind: "installation",
    label: "Accounts listed by staff",
    sentence: "{actor} listed accounts",
  },
  "platform_admin.granted": {
    kind: "installation",
    label: "Platform admin granted",
    sentence: "{actor} made {target} a platform admin",
  },
  "platform_admin.revoked": {
    kind: "installation",
    label: "Platform admin revoked",
    sentence: "{actor} ended {target}’s rights as a platform admin",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
