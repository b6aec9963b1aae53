import { systemClock } from "@/lib/platform/clock";
import type { Context } from "@/lib/platform/context";
import { failProviderEvent } from "@/lib/platform/inbox";
import { inngest } from "@/lib/platform/inngest";
import { logger } from "@/lib/platform/log";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { handleProviderEvent } from "../actions/handle-provider-event";
import { providerEventReceived } from "../events";

const ID = "billing-handle-provider-event";

/**
 * Handles stored provider events, one at a time for each customer. With twenty retries and the queue's backoff
 * an outage of the provider of more than a day is waited out.
 */
export const billingHandleProviderEvent = () =>
  inngest().createFunction(
    {
      id: ID,
      triggers: [{ event: providerEventReceived.name }],
      retries: 20,
      concurrency: [{ key: "event.data.lockKey", limit: 1 }, { limit: 20 }],
      onFailure: async ({ event, error }) => {
        const { eventId } = providerEventReceived.data.parse(event.data.event.data);
        const failed = await failProviderEvent(eventId, error.message);
        return { eventId, failed, cause: error.message };
      },
    },
    async ({ event, step, runId }) => {
      const { eventId } = providerEventReceived.data.parse(event.data);
      return await step.run("handle", async () => {
        const outcome = await handleProviderEvent(contextOf(runId, eventId), eventId);
        nudgeOutbox();
        return outcome;
      });
    },
  );

const contextOf = (runId: string, eventId: string): Context => ({
  requestId: runId,
  actor: { kind: "webhook", provider: "stripe", eventId },
  clock: systemClock,
  log: logger().child({ jobId: ID, runId, eventId }),
  ip: null,
});
