import type { ActionWords } from "./types";

export const auditWords = {
  "audit_log.exported": {
    kind: "audit",
    label: "Audit log exported",
    sentence: "{actor} exported the audit log",
    detail: "{actor} exported {after.entries:count} entries of the audit log as {after.format}",
  },
  "audit_log.viewed_by_admin": {
    kind: "audit",
    label: "Audit log viewed by staff",
    sentence: "{actor} looked at the audit log",
  },
} as const satisfies Readonly<Record<string, ActionWords>>;
