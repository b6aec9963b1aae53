import type { ActionWords } from "./types";

export const exportWords = {
  "export.downloaded": {
    kind: "audit",
    label: "Export downloaded",
    sentence: "{actor} downloaded a copy of the data",
    detail: "{actor} downloaded a copy of the data as {after.format}",
  },
  "export.requested": {
    kind: "audit",
    label: "Export requested",
    sentence: "{actor} asked for a copy of the data",
    detail: "{actor} asked for a copy of the data as {after.format}",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
