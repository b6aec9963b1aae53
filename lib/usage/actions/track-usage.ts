import type { AccountContext } from "@/lib/platform/context";
import { forbidden, invalidRequest } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { applyIdempotencyKey } from "../compute/apply-idempotency-key";
import { computeStanding } from "../compute/compute-standing";
import { findBadTimes } from "../compute/find-bad-times";
import { type Refusal, toUsageError } from "../errors";
import { gatherTracking } from "../gather/gather-tracking";
import type { TrackResult } from "../repository";
import {
  type EventResult,
  type Tracked,
  type TrackedBatch,
  type TrackUsageInput,
  trackUsageSchema,
  type UsageEvent,
} from "../schemas";

export interface TrackUsageOptions {
  /** The request's `Idempotency-Key`, for events that carry none. */
  readonly requestKey?: string | null;
}

/**
 * Counts one event, or a batch. Accepted events are durable when this returns; refused ones left no trace. A
 * batch is judged event by event, in order, and answers with one result each; a single event that is refused
 * throws.
 *
 * @throws DomainError FORBIDDEN, INVALID_REQUEST, UNAUTHENTICATED (the key died meanwhile), NOT_FOUND; for a
 * single event also LIMIT_REACHED, NO_ACCESS and CONFLICT
 */
export async function trackUsage(
  ctx: AccountContext,
  input: TrackUsageInput,
  { requestKey = null }: TrackUsageOptions = {},
): Promise<Tracked | TrackedBatch> {
  if (!ctx.permissions.has("usage.write")) throw forbidden("This credential may not record usage.");
  const parsed = trackUsageSchema.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    throw invalidRequest("The event does not fit.", issues);
  }
  const { events: batch, feature = "", quantity = 1, ...rest } = parsed.data;
  const isBatch = batch !== undefined;
  const given = batch ?? [{ feature, quantity, ...rest }];
  const badTimes = findBadTimes(given, ctx.clock.now(), isBatch);
  if (badTimes.length > 0) {
    throw invalidRequest("occurredAt must be at most 35 days back and 5 minutes ahead.", badTimes);
  }
  const events = applyIdempotencyKey(given, requestKey, isBatch);

  const results = await gatherTracking(
    {
      accountId: ctx.account.id,
      apiKeyId: ctx.actor.kind === "api_key" ? ctx.actor.apiKeyId : null,
      personId: ctx.actor.kind === "person" ? ctx.actor.personId : null,
      items: events.map((event) => ({
        id: newId(),
        feature: event.feature,
        quantity: event.quantity,
        idempotencyKey: event.idempotencyKey ?? null,
        occurredAt: event.occurredAt ?? null,
        properties: event.properties ?? null,
      })),
    },
    ctx.clock,
  );
  return isBatch ? answerBatch(events, results) : answerSingle(events, results);
}

function answerSingle(events: readonly UsageEvent[], results: readonly TrackResult[]): Tracked {
  const [answer] = pair(events, results);
  if (!answer) throw new Error("usage_track answered fewer results than events.");
  const { event, result } = answer;
  const standing = computeStanding(result);
  if (result.outcome !== "accepted") {
    throw toUsageError(result.outcome, event.feature, standing, event.quantity);
  }
  return { feature: event.feature, allowed: true, duplicate: result.isDuplicate, ...standing };
}

function answerBatch(events: readonly UsageEvent[], results: readonly TrackResult[]): TrackedBatch {
  const answers = pair(events, results).map(({ event, result }) => toEventResult(event, result));
  const accepted = answers.filter((answer) => answer.allowed).length;
  return { accepted, refused: answers.length - accepted, results: answers };
}

/** Refusals of the whole call: they are the same for every event, so they are an error in a batch as well. */
const OF_THE_CALL: ReadonlySet<string> = new Set<Refusal>(["key_revoked", "key_reduced", "no_account"]);

function toEventResult(event: UsageEvent, result: TrackResult): EventResult {
  const standing = computeStanding(result);
  if (result.outcome === "accepted") {
    return {
      feature: event.feature,
      allowed: true,
      duplicate: result.isDuplicate,
      code: null,
      message: null,
      ...standing,
    };
  }
  const error = toUsageError(result.outcome, event.feature, standing, event.quantity);
  if (OF_THE_CALL.has(result.outcome)) throw error;
  return {
    feature: event.feature,
    allowed: false,
    duplicate: false,
    code: error.code,
    message: error.message,
    ...standing,
  };
}

function pair(events: readonly UsageEvent[], results: readonly TrackResult[]) {
  return events.map((event, index) => {
    const result = results[index];
    if (!result) throw new Error("usage_track answered fewer results than events.");
    return { event, result };
  });
}
