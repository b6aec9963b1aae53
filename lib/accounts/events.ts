import { z } from "zod";

/** A person was seen for the first time and got a personal account. */
export const personCreated = {
  name: "accounts/person.created",
  data: z.object({ personId: z.string(), accountId: z.uuid() }),
} as const;

/** Somebody made an API key for an account. */
export const apiKeyCreated = {
  name: "accounts/api_key.created",
  data: z.object({ apiKeyId: z.uuid() }),
} as const;

/** An API key ends soon. Said once for each of the notices. */
export const apiKeyExpiring = {
  name: "accounts/api_key.expiring",
  data: z.object({ apiKeyId: z.uuid(), daysLeft: z.union([z.literal(7), z.literal(1)]) }),
} as const;
