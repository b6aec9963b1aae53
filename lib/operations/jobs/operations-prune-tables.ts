import { pruneInvitations } from "@/lib/accounts";
import { eraseLateEvents } from "@/lib/billing";
import { systemClock } from "@/lib/platform/clock";
import { pruneIdempotencyKeys } from "@/lib/platform/idempotency";
import { inngest } from "@/lib/platform/inngest";
import { deleteEndedVisits } from "../back-office/repository";
import { deleteSentEvents } from "../repository";

/** Sent events are kept this long, for looking at. */
const KEEP_SENT_DAYS = 14;

/**
 * Deletes what has served its purpose: replayable answers after a day, sent outbox rows after two weeks, reasons
 * of the back office that no longer hold, invitations closed for three months, and what late events still tell of
 * accounts that were erased.
 */
export const operationsPruneTables = () =>
  inngest().createFunction(
    { id: "operations-prune-tables", triggers: [{ cron: "17 3 * * *" }], retries: 3 },
    ({ step }) =>
      step.run("prune", async () => {
        const answers = await pruneIdempotencyKeys();
        const sentEvents = await deleteSentEvents(KEEP_SENT_DAYS);
        const lateEvents = await eraseLateEvents();
        const visits = await deleteEndedVisits();
        const invitations = await pruneInvitations(systemClock);
        return { answers, sentEvents, lateEvents, visits, invitations };
      }),
  );
