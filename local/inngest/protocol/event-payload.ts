import { z } from "zod";

/** An event as functions see it. */
export interface EventPayload {
  id: string;
  name: string;
  data: Record<string, unknown>;
  /** Milliseconds since 1970. */
  ts: number;
  user?: unknown;
  v?: string | undefined;
  meta?: unknown;
}

/** An event as the SDK or a plain HTTP client sends it. */
export const incomingEventSchema = z.object({
  id: z.string().min(1).max(512).nullish(),
  name: z.string().min(1, "an event needs a name").max(256),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().int().nullish(),
  user: z.unknown().optional(),
  v: z.string().nullish(),
  meta: z.unknown().optional(),
});

export type IncomingEvent = z.infer<typeof incomingEventSchema>;

/** Names only the executor itself may use. */
export const INTERNAL_EVENT_PREFIX = "inngest/";

export const INTERNAL_EVENTS = {
  failed: "inngest/function.failed",
  finished: "inngest/function.finished",
  cancelled: "inngest/function.cancelled",
  invoked: "inngest/function.invoked",
  timer: "inngest/scheduled.timer",
} as const;
