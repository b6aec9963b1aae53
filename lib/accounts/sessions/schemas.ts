import { z } from "zod";

const isoDate = z.iso.datetime();

/** A running sign-in, as its person sees it. */
export const personSession = z.object({
  id: z.string(),
  device: z.string().nullable().describe("such as Firefox on Linux; null when the browser does not say"),
  ip: z.string().nullable(),
  startedAt: isoDate,
  lastActiveAt: isoDate,
  isCurrent: z.boolean().describe("the session that asks"),
});
export type PersonSession = z.infer<typeof personSession>;

export const sessionParams = z.strictObject({ id: z.string().min(1).max(255) });

export const revokeAllBody = z.strictObject({
  keepCurrent: z.boolean().describe("false signs out here as well"),
});

export const endedSessions = z.object({ ended: z.int().describe("how many sessions were ended") });
