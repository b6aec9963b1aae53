import { database } from "@/lib/platform/db";
import { type OutboxEvent, recordOutbox } from "@/lib/platform/outbox";
import {
  type EventStatus,
  findProviderEvent,
  listStalledEvents,
  noteEventAttempt,
  type Provider,
  type StalledEvent,
  type StoredProviderEvent,
} from "./repository";

export interface EventOutcome {
  readonly eventId: string;
  readonly status: EventStatus | "absent";
  readonly reason: string;
}

/**
 * Handles one stored event, unless it has been. An attempt that fails is noted with its cause.
 *
 * @throws what `handle` threw: the queue tries again
 */
export async function handleStored(
  provider: Provider,
  eventId: string,
  handle: (event: StoredProviderEvent) => Promise<EventOutcome>,
): Promise<EventOutcome> {
  const event = await findProviderEvent(provider, eventId);
  if (!event) return { eventId, status: "absent", reason: "no such event is stored" };
  const { status, reason } = event;
  if (status === "handled" || status === "ignored") {
    return { eventId, status, reason: `already ${status}: ${reason ?? "no reason"}` };
  }
  try {
    return await handle(event);
  } catch (error) {
    await noteEventAttempt(eventId, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** An event that is still pending after this has lost its run: the queue's own retries come sooner. */
const STALLED_SECONDS = 10 * 60;
const BATCH = 500;

/**
 * Queues events again that have been pending for too long, such as those whose run the queue lost. Handling
 * twice has one effect, so one that is only slow is not harmed.
 */
export async function requeueStalled(
  provider: Provider,
  toQueued: (event: StalledEvent) => OutboxEvent,
): Promise<{ readonly requeued: number }> {
  return await database().begin(async (tx) => {
    const stalled = await listStalledEvents(tx, provider, STALLED_SECONDS, BATCH);
    await recordOutbox(tx, stalled.map(toQueued));
    return { requeued: stalled.length };
  });
}
