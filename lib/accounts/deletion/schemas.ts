import { z } from "zod";

const isoDate = z.iso.datetime({ offset: true });

export const deletionBody = z.strictObject({
  name: z.string().trim().min(1).max(320).describe("the name of what is deleted, typed to confirm"),
});
export type DeletionBody = z.infer<typeof deletionBody>;

/** A scheduled deletion, and what it takes along. */
export const deletionStatus = z.object({
  scheduled: z
    .object({
      requestedAt: isoDate,
      dueAt: isoDate.describe("until then it can be undone"),
      isErasing: z.boolean().describe("true once it can no longer be undone"),
      holdReason: z.string().nullable(),
    })
    .nullable(),
  confirmName: z.string().describe("what has to be typed to confirm"),
  graceDays: z.int().min(0),
  losses: z.object({
    members: z.int().min(0),
    apiKeys: z.int().min(0),
    plan: z
      .object({ tier: z.string(), until: isoDate.nullable().describe("end of the paid period") })
      .nullable()
      .describe("null on the free plan"),
    openInvoices: z.int().min(0),
  }),
  blockedBy: z
    .array(z.object({ id: z.uuid(), name: z.string(), slug: z.string() }))
    .describe("organizations that would be left without an owner"),
});
export type DeletionStatus = z.infer<typeof deletionStatus>;
