import { systemClock } from "@/lib/platform/clock";
import type { Context } from "@/lib/platform/context";
import { failProviderEvent } from "@/lib/platform/inbox";
import { inngest } from "@/lib/platform/inngest";
import { logger } from "@/lib/platform/log";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { handleIdentityEvent } from "../actions/handle-identity-event";
import { identityEventReceived } from "../events";
import type { ReadSeats } from "../teams/seats";

const ID = "accounts-handle-identity-event";

/** Handles stored events of the identity provider, one at a time for each person, organization or membership. */
export const accountsHandleIdentityEvent = (readSeats: ReadSeats) =>
  inngest().createFunction(
    {
      id: ID,
      triggers: [{ event: identityEventReceived.name }],
      retries: 20,
      concurrency: [{ key: "event.data.lockKey", limit: 1 }, { limit: 20 }],
      onFailure: async ({ event, error }) => {
        const { eventId } = identityEventReceived.data.parse(event.data.event.data);
        const failed = await failProviderEvent(eventId, error.message);
        return { eventId, failed, cause: error.message };
      },
    },
    async ({ event, step, runId }) => {
      const { eventId } = identityEventReceived.data.parse(event.data);
      return await step.run("handle", async () => {
        const outcome = await handleIdentityEvent(contextOf(runId, eventId), eventId, readSeats);
        nudgeOutbox();
        return outcome;
      });
    },
  );

const contextOf = (runId: string, eventId: string): Context => ({
  requestId: runId,
  actor: { kind: "webhook", provider: "clerk", eventId },
  clock: systemClock,
  log: logger().child({ jobId: ID, runId, eventId }),
  ip: null,
});
