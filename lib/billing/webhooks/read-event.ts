import { z } from "zod";

const reference = z.union([z.string(), z.object({ id: z.string() })]).nullish();
const instant = z.number().nullish();

/** What is read of an event's object: who it is about and which object it names. The rest is refetched. */
export const eventObject = z.looseObject({
  id: z.string().nullish(),
  object: z.string(),
  created: instant,
  customer: reference,
  charge: reference,
  payment_intent: reference,
  invoice: reference,
  subscription: reference,
});
export type EventObject = z.infer<typeof eventObject>;

/** A snapshot event: it carries its object. */
export const snapshotEvent = z.looseObject({
  id: z.string().min(1).max(255),
  object: z.literal("event"),
  type: z.string().min(1).max(255),
  api_version: z.string().nullish(),
  created: z.number(),
  account: z.string().nullish(),
  data: z.object({
    object: eventObject,
    previous_attributes: z.looseObject({ customer: reference }).nullish(),
  }),
});
export type SnapshotEvent = z.infer<typeof snapshotEvent>;

/** A thin event: it names its object only. */
export const thinEvent = z.looseObject({
  id: z.string().min(1).max(255),
  object: z.literal("v2.core.event"),
  type: z.string().min(1).max(255),
  created: z.string(),
  related_object: z.looseObject({ id: z.string().nullish() }).nullish(),
});
