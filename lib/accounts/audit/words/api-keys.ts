import type { ActionWords } from "./types";

export const apiKeyWords = {
  "api_key.created": {
    kind: "api_keys",
    label: "API key created",
    sentence: "{actor} created the API key {target}",
  },
  "api_key.revoked": {
    kind: "api_keys",
    label: "API key revoked",
    sentence: "{actor} revoked the API key {target}",
  },
  "api_key.rotated": {
    kind: "api_keys",
    label: "API key rotated",
    sentence: "{actor} rotated the API key {target}",
    detail: "{actor} rotated the API key {target}; the old one works until {after.oldKeyExpiresAt:time}",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
