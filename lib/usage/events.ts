import { z } from "zod";

/**
 * Written to the outbox by `private.usage_track`, in the commit of the event that crossed the threshold; once
 * for each threshold and window.
 */
export const USAGE_LIMIT_WARNED = "usage/limit.warned";

export const usageLimitWarnedSchema = z.object({
  accountId: z.uuid(),
  feature: z.string(),
  threshold: z.union([z.literal(80), z.literal(90), z.literal(100)]),
  /** False for thresholds that the same commit went past as well: say only the highest to people. */
  isHighest: z.boolean(),
  used: z.int(),
  limit: z.int(),
  windowStart: z.iso.datetime(),
  /** Null for limits that never reset. */
  resetsAt: z.iso.datetime().nullable(),
});

export type UsageLimitWarned = z.infer<typeof usageLimitWarnedSchema>;
