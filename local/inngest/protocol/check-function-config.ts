import { z } from "zod";
import { computeNextTick } from "./cron";
import { parseDuration } from "./duration";
import { findExpressionFault } from "./expression";
import { type FunctionConfig, functionConfigSchema, listConcurrencyRules } from "./function-config";

/** A function the executor cannot run as it is written. Nothing of its app is registered then. */
export class FunctionRefusedError extends Error {
  override name = "FunctionRefusedError";
}

/**
 * Reads one function's configuration and refuses, naming the function, whatever the executor would otherwise
 * have to ignore: unknown options, unreadable durations, crons and expressions, and features it lacks.
 */
export function checkFunctionConfig(input: unknown): FunctionConfig {
  const id = z.object({ id: z.string() }).safeParse(input).data?.id ?? "(without id)";
  const refuse = (reason: string): never => {
    throw new FunctionRefusedError(`function "${id}" cannot be registered: ${reason}`);
  };
  const parsed = functionConfigSchema.safeParse(input);
  if (!parsed.success) return refuse(describeIssues(parsed.error));
  const config = parsed.data;
  const check = (what: string, test: () => string | null | undefined) => {
    const fault = test();
    if (fault) refuse(`${what}: ${fault}`);
  };
  for (const trigger of config.triggers) {
    if ("cron" in trigger) {
      check(`cron "${trigger.cron}"`, () => catchFault(() => computeNextTick(trigger.cron, 0)));
    } else if (trigger.event === "inngest/deferred.schedule") {
      refuse("deferred functions (createDefer) are not supported by the local executor");
    }
  }
  for (const [what, expression] of listExpressions(config)) {
    check(`${what} "${expression}"`, () => findExpressionFault(expression));
  }
  for (const [what, duration] of listDurations(config)) {
    check(what, () => catchFault(() => parseDuration(duration)));
  }
  if (config.batchEvents && (config.debounce || config.rateLimit || config.singleton)) {
    refuse("batchEvents cannot be combined with debounce, rateLimit or singleton");
  }
  return config;
}

function catchFault(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.join(".") || "configuration"}: ${issue.message}`)
    .join("; ");
}

function present(entries: [string, string | null | undefined][]): [string, string][] {
  return entries.filter((entry): entry is [string, string] => Boolean(entry[1]));
}

function listExpressions(config: FunctionConfig): [string, string][] {
  return present([
    ...config.triggers.map((t): [string, string | null | undefined] => [
      "trigger condition",
      "event" in t ? t.expression : null,
    ]),
    ...(config.cancel ?? []).map((c): [string, string | undefined] => ["cancelOn condition", c.if]),
    ...listConcurrencyRules(config).map((r): [string, string | undefined] => ["concurrency key", r.key]),
    ["idempotency key", config.idempotency],
    ["batchEvents key", config.batchEvents?.key],
    ["batchEvents condition", config.batchEvents?.if],
    ["rateLimit key", config.rateLimit?.key],
    ["throttle key", config.throttle?.key],
    ["singleton key", config.singleton?.key],
    ["debounce key", config.debounce?.key],
    ["priority", config.priority?.run],
  ]);
}

function listDurations(config: FunctionConfig): [string, string][] {
  return present([
    ...config.triggers.map((t): [string, string | undefined] => [
      "cron jitter",
      "cron" in t ? t.jitter : undefined,
    ]),
    ...(config.cancel ?? []).map((c): [string, string | undefined] => ["cancelOn timeout", c.timeout]),
    ["batchEvents timeout", config.batchEvents?.timeout],
    ["rateLimit period", config.rateLimit?.period],
    ["throttle period", config.throttle?.period],
    ["debounce period", config.debounce?.period],
    ["debounce timeout", config.debounce?.timeout],
    ["start timeout", config.timeouts?.start],
    ["finish timeout", config.timeouts?.finish],
  ]);
}
