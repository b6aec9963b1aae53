import { z } from "zod";

const instant = z.iso.datetime({ offset: true });
const limit = z.coerce.number().int().min(1).max(100).default(20);
const startingAfter = z.uuid().optional().describe("id of the last entry of the page before");

const filters = {
  actor: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe("id of a person or API key; or api_key, job, webhook, system for all of that kind"),
  action: z.string().min(1).max(80).optional().describe("such as api_key.revoked"),
  targetId: z.string().min(1).max(255).optional(),
  from: instant.optional().describe("from this instant on"),
  to: instant.optional().describe("before this instant"),
};

export const auditQuery = z.strictObject({ limit, startingAfter, ...filters });
export type AuditQuery = z.input<typeof auditQuery>;
export const auditEntryParams = z.strictObject({ id: z.uuid() });
export const auditExportQuery = z.strictObject({
  format: z.enum(["csv", "json"]).default("json"),
  ...filters,
});

const named = z.object({
  kind: z.string(),
  id: z.string(),
  name: z.string().nullable().describe("null when it has none, or is gone"),
});
const fields = z.record(z.string(), z.unknown()).nullable();

export const auditEntry = z.object({
  id: z.uuid(),
  sequence: z.int().describe("place in the account's chain, from 1"),
  occurredAt: instant,
  action: z.string(),
  label: z.string().describe("the action in words"),
  sentence: z.string().describe("the whole entry in words"),
  actor: named,
  target: named,
  before: fields.describe("what differs, as it was; null when there was nothing"),
  after: fields.describe("what differs, as it is now; null when there is nothing any more"),
  requestId: z.string().nullable(),
  ip: z.string().nullable(),
  previousHash: z.string(),
  hash: z.string().describe("docs/audit.md says how it is made"),
});
export type AuditEntryView = z.infer<typeof auditEntry>;
export const auditPage = z.object({ entries: z.array(auditEntry), hasMore: z.boolean() });

/** What the activity of an account is filtered by. */
export const activityKind = z.enum(["account", "team", "api_keys", "billing", "person", "audit"]);
export const activityQuery = z.strictObject({ limit, startingAfter, kind: activityKind.optional() });
export type ActivityQuery = z.input<typeof activityQuery>;
export const activity = z.object({
  id: z.uuid(),
  kind: activityKind,
  action: z.string(),
  sentence: z.string(),
  actor: named,
  isOwn: z.boolean().describe("true for what the caller did"),
  occurredAt: instant,
});
export type Activity = z.infer<typeof activity>;
export const activityPage = z.object({ activities: z.array(activity), hasMore: z.boolean() });
