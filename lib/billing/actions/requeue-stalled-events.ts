import { database } from "@/lib/platform/db";
import { recordOutbox } from "@/lib/platform/outbox";
import { providerEventReceived } from "../events";
import { listStalledEvents } from "../repository/provider-events";

/** An event that is still pending after this has lost its run: the queue's own retries come sooner. */
const STALLED_SECONDS = 10 * 60;
const BATCH = 500;

/**
 * Queues events again that have been pending for too long, such as those whose run the queue lost. Handling
 * twice has one effect, so one that is only slow is not harmed.
 */
export async function requeueStalledEvents(): Promise<{ readonly requeued: number }> {
  return await database().begin(async (tx) => {
    const stalled = await listStalledEvents(tx, STALLED_SECONDS, BATCH);
    await recordOutbox(
      tx,
      stalled.map(({ id, type, customerId }) => ({
        name: providerEventReceived.name,
        data: providerEventReceived.data.parse({ eventId: id, type, lockKey: customerId ?? id }),
      })),
    );
    return { requeued: stalled.length };
  });
}
