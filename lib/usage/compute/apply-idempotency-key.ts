import { invalidRequest } from "@/lib/platform/errors";
import type { UsageEvent } from "../schemas";

/**
 * Gives the request's `Idempotency-Key` to events that have no key of their own, so that the ledger itself
 * remembers the request, for ever. In a batch each event gets the key and its place.
 *
 * @throws DomainError INVALID_REQUEST when the key is longer than the ledger keeps
 */
export function applyIdempotencyKey(
  events: readonly UsageEvent[],
  requestKey: string | null,
  isBatch: boolean,
): readonly UsageEvent[] {
  if (requestKey === null) return events;
  return events.map((event, index) => {
    if (event.idempotencyKey !== undefined) return event;
    const idempotencyKey = isBatch ? `${requestKey}#${index}` : requestKey;
    if (idempotencyKey.length > 255)
      throw invalidRequest("Idempotency-Key is too long: use at most 250 characters.");
    return { ...event, idempotencyKey };
  });
}
