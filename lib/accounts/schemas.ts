import { z } from "zod";
import { roleSchema, scopeSchema } from "./permissions";

export * from "./audit/schemas";
export * from "./profile/schemas";

const isoDate = z.iso.datetime({ offset: true });

export const createApiKeyBody = z.strictObject({
  name: z.string().trim().min(1, "Give the key a name.").max(80, "A name has at most 80 characters."),
  scopes: z
    .array(scopeSchema)
    .min(1, "Choose at least one scope.")
    .max(10)
    .default(["usage:read", "usage:write"]),
  expiresAt: isoDate.nullable().default(null).describe("ISO 8601; null never expires"),
});
export type CreateApiKeyBody = z.infer<typeof createApiKeyBody>;

/** A key as it is listed: never the key itself, which only {@link createdApiKey} shows, once. */
export const apiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe("first characters, to recognise the key by"),
  scopes: z.array(z.string()),
  createdBy: z.string().nullable(),
  createdByName: z.string().nullable().describe("null for a key that no person made"),
  createdAt: isoDate,
  expiresAt: isoDate.nullable(),
  lastUsedAt: isoDate.nullable().describe("to the minute"),
  lastUsedIp: z.string().nullable().describe("address of that call"),
  successorId: z.uuid().nullable().describe("the key that replaced it by rotation"),
  revokedAt: isoDate.nullable(),
  revokedByName: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

export const createdApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  key: z.string().describe("the secret; shown this once"),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdAt: isoDate,
  expiresAt: isoDate.nullable(),
});
export type CreatedApiKey = z.infer<typeof createdApiKey>;

/** Most live keys an account may have. */
export const API_KEYS_MOST = 20;

/** Hours that a replaced key may still work, so that servers can be given the new one without an outage. */
export const OVERLAP_HOURS = [0, 1, 24, 72] as const;

export const rotateApiKeyBody = z.strictObject({
  overlapHours: z
    .literal([...OVERLAP_HOURS])
    .default(24)
    .describe("hours that the old key still works; 0 revokes it at once"),
});
export type RotateApiKeyBody = z.infer<typeof rotateApiKeyBody>;

export const apiKeyParams = z.strictObject({ id: z.uuid() });

const emailAddress = z
  .email("Enter an e-mail address, such as ada@example.com.")
  .max(254)
  .transform((value) => value.toLowerCase());

export const localSessionBody = z.strictObject({
  email: emailAddress,
  name: z.string().trim().min(1).max(120).optional(),
});
export type LocalSessionBody = z.infer<typeof localSessionBody>;

const accountName = z
  .string()
  .trim()
  .min(1, "Give the account a name.")
  .max(120, "A name has at most 120 characters.");

export const createAccountBody = z.strictObject({
  name: accountName,
  currency: z
    .string()
    .regex(/^[a-z]{3}$/, "A currency is three small letters, such as usd.")
    .optional()
    .describe("ISO 4217, one that is sold in; the first of the catalog when left out"),
});
export type CreateAccountBody = z.infer<typeof createAccountBody>;

export const updateAccountBody = z.strictObject({ name: accountName });
export type UpdateAccountBody = z.infer<typeof updateAccountBody>;

/** An account as one of its members sees it. */
export const account = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string().describe("stands in the addresses of its pages; never changes"),
  kind: z.enum(["personal", "organization"]),
  currency: z.string().describe("ISO 4217, in small letters"),
  role: roleSchema.describe("your own"),
  createdAt: isoDate,
});
export type Account = z.infer<typeof account>;

export const localProofBody = z.strictObject({ email: emailAddress });
