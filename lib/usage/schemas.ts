import { z } from "zod";

/** Most events in one call. */
export const MAX_EVENTS = 1_000;
/** Most units in one event. */
export const MAX_QUANTITY = 1_000_000;
/** Largest `properties` of one event, as JSON in UTF-8. */
export const MAX_PROPERTIES_BYTES = 4_096;
/** How far back and ahead of now an event may have happened; Stripe's meters take no more. */
export const MAX_AGE_MS = 35 * 24 * 60 * 60 * 1_000;
export const MAX_AHEAD_MS = 5 * 60 * 1_000;

// Postgres stores neither NUL in text nor halves of surrogate pairs in JSON.
const UNSTORABLE = /\0|\p{Surrogate}/u;
const storable = (text: string): boolean => !UNSTORABLE.test(text);
const storableText = (longest: number) =>
  z.string().min(1).max(longest).refine(storable, "Contains characters that cannot be stored.");

export const featureKeySchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, "A feature key has lower-case letters, digits and underscores.");
const quantitySchema = z.int().min(1).max(MAX_QUANTITY);

const propertiesSchema = z
  .record(z.string(), z.unknown())
  .refine(
    (properties) => new TextEncoder().encode(JSON.stringify(properties)).length <= MAX_PROPERTIES_BYTES,
    {
      message: `At most ${MAX_PROPERTIES_BYTES} bytes of JSON.`,
    },
  )
  // Written as JSON, NUL and half pairs are escapes; whole pairs are not. An escaped backslash before a u is text.
  .refine(
    (properties) => !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/.test(JSON.stringify(properties)),
    {
      message: "Contains characters that cannot be stored.",
    },
  );

export const checkUsageSchema = z.strictObject({
  feature: featureKeySchema,
  quantity: quantitySchema.default(1),
});

const optionalFields = {
  /** Counted once for ever in the account. */
  idempotencyKey: storableText(255).optional(),
  /** When it happened, for the record and for meters; it counts in the window of its arrival. */
  occurredAt: z.iso.datetime({ offset: true }).optional(),
  properties: propertiesSchema.optional(),
};

export const usageEventSchema = z.strictObject({
  feature: featureKeySchema,
  quantity: quantitySchema.default(1),
  ...optionalFields,
});

/**
 * One event, or up to 1,000 under `events`. One object instead of a union of two, so that an issue names its
 * place (`events.537.quantity`) and not only that neither form fits.
 */
export const trackUsageSchema = z
  .strictObject({
    feature: featureKeySchema.optional(),
    quantity: quantitySchema.optional(),
    ...optionalFields,
    events: z.array(usageEventSchema).min(1).max(MAX_EVENTS).optional(),
  })
  .superRefine(({ events, ...event }, context) => {
    const others = Object.keys(event);
    if (events === undefined && event.feature === undefined) {
      context.addIssue({ code: "custom", path: ["feature"], message: "Name a feature, or send events." });
    }
    if (events !== undefined && others.length > 0) {
      const message = `Send one event or a list of events, not both: ${others.join(", ")}.`;
      context.addIssue({ code: "custom", path: ["events"], message });
    }
  });

const standing = {
  /** Null for switches, choices and rates, which are not counted here. */
  used: z.int().nullable(),
  /** Null is unlimited. */
  limit: z.int().nullable(),
  remaining: z.int().nullable(),
  /** Null for what does not reset. */
  resetsAt: z.iso.datetime().nullable(),
};

export const refusalReasonSchema = z.enum(["limit_reached", "not_included"]);

export const checkUsageResultSchema = z.object({
  feature: z.string(),
  kind: z.enum(["metered", "gauge", "switch", "choice", "rate"]),
  allowed: z.boolean(),
  /** Why not, when not allowed. */
  reason: refusalReasonSchema.nullable(),
  ...standing,
  /** The chosen value of a choice, such as the AI model. */
  choice: z.string().nullable(),
});

export const trackedSchema = z.object({
  feature: z.string(),
  allowed: z.literal(true),
  /** True when the idempotency key was counted before; nothing moved. */
  duplicate: z.boolean(),
  ...standing,
});

export const eventResultSchema = z.object({
  feature: z.string(),
  allowed: z.boolean(),
  duplicate: z.boolean(),
  /** Null when allowed; else LIMIT_REACHED, NO_ACCESS, CONFLICT or INVALID_REQUEST. */
  code: z.string().nullable(),
  message: z.string().nullable(),
  ...standing,
});

/** Results in the order of the events. */
export const trackedBatchSchema = z.object({
  accepted: z.int(),
  refused: z.int(),
  results: z.array(eventResultSchema),
});

export const trackUsageResultSchema = z.union([trackedBatchSchema, trackedSchema]);

export const usageFeatureSchema = z.object({
  feature: z.string(),
  name: z.string(),
  kind: z.enum(["metered", "gauge", "switch", "choice", "rate"]),
  reset: z.enum(["month", "day", "hour", "never"]),
  ...standing,
  choice: z.string().nullable(),
  /** Micro-dollars a unit above the limit; null is a hard stop. */
  overageMicros: z.int().nullable(),
  /** True while an override of the account's own is in force. */
  isOverride: z.boolean(),
  /** "a month", "a day", "once", "at a time"; null for what is not counted. */
  per: z.string().nullable(),
  unit: z.object({ one: z.string(), many: z.string() }).nullable(),
  definition: z.string().nullable(),
});

export const usageOverviewSchema = z.object({
  tierKey: z.string(),
  catalogVersion: z.int(),
  features: z.array(usageFeatureSchema),
});

export const usageHistoryQuerySchema = z.strictObject({
  feature: featureKeySchema,
  range: z.enum(["cycle", "90d"]).default("cycle"),
});

export const usageHistorySchema = z.object({
  feature: z.string(),
  /** First and last UTC day, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  total: z.int(),
  /** Every day of the range in order, days without use included. */
  days: z.array(z.object({ day: z.iso.date(), quantity: z.int(), overage: z.int() })),
  /** What each API key used in the range, most first; null is use without a key. */
  keys: z.array(
    z.object({
      apiKeyId: z.string().nullable(),
      name: z.string().nullable(),
      quantity: z.int(),
      lastRecordedAt: z.iso.datetime(),
      days: z.array(z.object({ day: z.iso.date(), quantity: z.int() })),
    }),
  ),
});

export type CheckUsageInput = z.input<typeof checkUsageSchema>;
export type CheckUsageResult = z.infer<typeof checkUsageResultSchema>;
export type UsageEvent = z.output<typeof usageEventSchema>;
export type TrackUsageInput = z.input<typeof trackUsageSchema>;
export type Tracked = z.infer<typeof trackedSchema>;
export type TrackedBatch = z.infer<typeof trackedBatchSchema>;
export type EventResult = z.infer<typeof eventResultSchema>;
export type UsageFeature = z.infer<typeof usageFeatureSchema>;
export type UsageOverview = z.infer<typeof usageOverviewSchema>;
export type UsageHistory = z.infer<typeof usageHistorySchema>;
