import { inngest } from "@/lib/platform/inngest";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { requeueStalledEvents } from "../actions/requeue-stalled-events";

/** Looks every ten minutes for stored events whose handling got lost. */
export const billingRequeueStalledEvents = () =>
  inngest().createFunction(
    { id: "billing-requeue-stalled-events", triggers: [{ cron: "*/10 * * * *" }], retries: 3 },
    async ({ step }) =>
      await step.run("requeue", async () => {
        const result = await requeueStalledEvents();
        if (result.requeued > 0) nudgeOutbox();
        return result;
      }),
  );
