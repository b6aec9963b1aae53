import type { ActionWords } from "./types";

export const installationWords = {
  "catalog.published": {
    kind: "installation",
    label: "Catalog published",
    sentence: "{actor} published the catalog",
    detail: "{actor} published catalog version {after.version}",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
