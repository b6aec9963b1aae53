import { pruneIdempotencyKeys } from "@/lib/platform/idempotency";
import { inngest } from "@/lib/platform/inngest";
import { deleteSentEvents } from "../repository";

/** Sent events are kept this long, for looking at. */
const KEEP_SENT_DAYS = 14;

/** Deletes what has served its purpose: replayable answers after a day, sent outbox rows after two weeks. */
export const operationsPruneTables = () =>
  inngest().createFunction(
    { id: "operations-prune-tables", triggers: [{ cron: "17 3 * * *" }], retries: 3 },
    ({ step }) =>
      step.run("prune", async () => {
        const answers = await pruneIdempotencyKeys();
        const sentEvents = await deleteSentEvents(KEEP_SENT_DAYS);
        return { answers, sentEvents };
      }),
  );
