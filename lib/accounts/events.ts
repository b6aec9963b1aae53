import { z } from "zod";

/** A person was seen for the first time and got a personal account. */
export const personCreated = {
  name: "accounts/person.created",
  data: z.object({ personId: z.string(), accountId: z.uuid() }),
} as const;
