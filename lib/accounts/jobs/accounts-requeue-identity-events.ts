import { requeueStalled } from "@/lib/platform/inbox";
import { inngest } from "@/lib/platform/inngest";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { identityEventReceived } from "../events";

/** Looks every ten minutes for stored events of the identity provider whose handling got lost. */
export const accountsRequeueIdentityEvents = () =>
  inngest().createFunction(
    { id: "accounts-requeue-identity-events", triggers: [{ cron: "*/10 * * * *" }], retries: 3 },
    async ({ step }) =>
      await step.run("requeue", async () => {
        const result = await requeueStalled("clerk", ({ id, type, objectId }) => ({
          name: identityEventReceived.name,
          data: identityEventReceived.data.parse({ eventId: id, type, lockKey: objectId ?? id }),
        }));
        if (result.requeued > 0) nudgeOutbox();
        return result;
      }),
  );
