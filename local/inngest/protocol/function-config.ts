import { z } from "zod";

const concurrencySchema = z.strictObject({
  limit: z.number().int().min(0),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

/** One function as the SDK (4.24) describes it at registration. Strict: a key we do not know is refused. */
export const functionConfigSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string().min(1), expression: z.string().nullish() }),
      z.strictObject({ cron: z.string().min(1), jitter: z.string().optional() }),
    ]),
  ),
  steps: z.strictObject({
    step: z.object({
      id: z.string(),
      name: z.string().optional(),
      runtime: z.strictObject({ type: z.literal("http"), url: z.url() }),
      retries: z.strictObject({ attempts: z.number().int().min(0).optional() }).nullish(),
    }),
  }),
  idempotency: z.string().optional(),
  batchEvents: z
    .strictObject({
      maxSize: z.number().int().min(1),
      timeout: z.string(),
      key: z.string().optional(),
      if: z.string().optional(),
    })
    .optional(),
  rateLimit: z
    .strictObject({ limit: z.number().int().min(1), period: z.string(), key: z.string().optional() })
    .optional(),
  throttle: z
    .strictObject({
      limit: z.number().int().min(1),
      period: z.string(),
      key: z.string().optional(),
      burst: z.number().int().min(1).optional(),
    })
    .optional(),
  singleton: z.strictObject({ mode: z.enum(["skip", "cancel"]), key: z.string().optional() }).optional(),
  cancel: z
    .array(z.strictObject({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
  debounce: z
    .strictObject({ period: z.string(), key: z.string().optional(), timeout: z.string().optional() })
    .optional(),
  timeouts: z.strictObject({ start: z.string().optional(), finish: z.string().optional() }).optional(),
  priority: z.strictObject({ run: z.string().optional() }).optional(),
  concurrency: z
    .union([z.number().int().min(0), concurrencySchema, z.array(concurrencySchema).max(2)])
    .optional(),
});

export type FunctionConfig = z.infer<typeof functionConfigSchema>;
export type ConcurrencyRule = z.infer<typeof concurrencySchema>;

/** Retries the executor grants when a function does not say: 4, so five attempts (the hosted default). */
const DEFAULT_RETRIES = 4;

/** How many times a step of this function may be tried. */
export function computeMaxAttempts(config: FunctionConfig): number {
  return (config.steps.step.retries?.attempts ?? DEFAULT_RETRIES) + 1;
}

/** The concurrency rules of a function in one form. A limit of zero means none, as in the hosted service. */
export function listConcurrencyRules(config: FunctionConfig): ConcurrencyRule[] {
  const rules = config.concurrency ?? [];
  const list = typeof rules === "number" ? [{ limit: rules }] : [rules].flat();
  return list.filter((rule) => rule.limit > 0);
}

/** The cron triggers of a function. */
export function listCronTriggers(config: FunctionConfig): { cron: string; jitter?: string | undefined }[] {
  return config.triggers.filter((trigger) => "cron" in trigger);
}

/** The event triggers of a function. */
export function listEventTriggers(
  config: FunctionConfig,
): { event: string; expression?: string | null | undefined }[] {
  return config.triggers.filter((trigger) => "event" in trigger);
}
