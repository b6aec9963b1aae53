import { z } from "zod";

/** Somebody asked for a copy of their account's data, or of their own. */
export const exportRequested = {
  name: "operations/export.requested",
  data: z.object({ exportId: z.uuid() }),
} as const;
