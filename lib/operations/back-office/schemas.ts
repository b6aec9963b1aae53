import { z } from "zod";
import { apiKey, auditEntry, auditQuery } from "@/lib/accounts/schemas";
import { invoice, overview, subscription } from "@/lib/billing/schemas";
import { usageOverviewSchema } from "@/lib/usage/schemas";

const instant = z.iso.datetime();
const kind = z.enum(["personal", "organization"]);

/** An account as the back office lists it: nothing of its people. */
export const adminAccount = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  kind,
  plan: z.string().describe("tier key of the plan in force"),
  subscriptionStatus: z.string().nullable().describe("the provider's status; null without a subscription"),
  members: z.int(),
  createdAt: instant,
});
export type AdminAccount = z.infer<typeof adminAccount>;

export const adminAccountQuery = z.strictObject({
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe("name, slug, a member's e-mail address, account id or customer id at the provider"),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  startingAfter: z.uuid().optional().describe("id of the last account of the page before"),
});
export type AdminAccountQuery = z.input<typeof adminAccountQuery>;

export const adminAccountPage = z.object({ accounts: z.array(adminAccount), hasMore: z.boolean() });
export type AdminAccountPage = z.infer<typeof adminAccountPage>;

export const adminAccountParams = z.strictObject({ id: z.uuid() });

export const openVisitBody = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(4, "Say why in at least 4 characters.")
    .max(500, "A reason has at most 500 characters.")
    .describe("the account's owner can read it"),
});
export type OpenVisitBody = z.infer<typeof openVisitBody>;

export const adminVisit = z.object({ id: z.uuid(), reason: z.string(), openedAt: instant, endsAt: instant });
export type AdminVisit = z.infer<typeof adminVisit>;

export const adminMember = z.object({
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  joinedAt: instant,
});
export type AdminMember = z.infer<typeof adminMember>;

export const adminActivity = z.object({
  id: z.uuid(),
  action: z.string(),
  label: z.string().describe("the action in words"),
  actorKind: z.string(),
  actorName: z.string().nullable().describe("null for what no living person did"),
  targetKind: z.string(),
  reason: z.string().nullable(),
  occurredAt: instant,
});
export type AdminActivity = z.infer<typeof adminActivity>;

/** A key by its facts: never the key itself, nor from where it was used. */
const adminApiKey = apiKey.omit({ lastUsedIp: true });

/** Everything that the back office shows of one account. */
export const adminAccountDetails = z.object({
  account: z.object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    kind,
    currency: z.string(),
    createdAt: instant,
  }),
  visit: adminVisit,
  overview,
  subscription: subscription.nullable(),
  invoices: z.array(invoice).describe("the latest, newest first"),
  customer: z
    .object({
      id: z.string().describe("at the payment provider"),
      name: z.string().nullable(),
      email: z.string().nullable(),
      currency: z.string().nullable(),
      address: z.string().nullable().describe("in one line"),
      syncedAt: instant.nullable(),
    })
    .nullable(),
  usage: usageOverviewSchema,
  members: z.array(adminMember),
  apiKeys: z.array(adminApiKey),
  activity: z.array(adminActivity).describe("the latest of the account's audit log, newest first"),
});
export type AdminAccountDetails = z.infer<typeof adminAccountDetails>;

/** Who is or was a platform admin. */
export const platformAdmin = z.object({
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  grantedBy: z.string().describe("a person's id, or the name of the program"),
  grantedAt: instant,
  revokedAt: instant.nullable(),
});

export const adminAuditQuery = auditQuery.extend({
  accountId: z.uuid().optional().describe("left out: every account's and the installation's"),
});
export type AdminAuditQuery = z.input<typeof adminAuditQuery>;

const thing = z.object({ kind: z.string(), id: z.string() });
export const adminAuditEntry = auditEntry
  .pick({
    id: true,
    sequence: true,
    occurredAt: true,
    action: true,
    label: true,
    previousHash: true,
    hash: true,
  })
  .extend({
    accountId: z.uuid().nullable().describe("null for what concerns the installation"),
    accountName: z.string().nullable().describe("null for what concerns the installation"),
    actor: thing,
    target: thing,
    details: auditEntry
      .pick({ before: true, after: true, ip: true, requestId: true })
      .nullable()
      .describe("null for an account that the admin has not opened with a reason"),
  });
export const adminAuditPage = z.object({ entries: z.array(adminAuditEntry), hasMore: z.boolean() });
export type AdminAuditPage = z.infer<typeof adminAuditPage>;
