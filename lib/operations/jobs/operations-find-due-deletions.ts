import { listDueDeletions } from "@/lib/accounts";
import { systemClock } from "@/lib/platform/clock";
import { inngest } from "@/lib/platform/inngest";
import { deletionDue } from "./operations-carry-out-deletion";

/** More than this at once waits for the next round. */
const MOST_AT_ONCE = 100;

/** Looks every ten minutes for deletions whose grace period is over, and for those that began and did not end. */
export const operationsFindDueDeletions = () =>
  inngest().createFunction(
    { id: "operations-find-due-deletions", triggers: [{ cron: "*/10 * * * *" }], retries: 3 },
    async ({ step }) => {
      const due = await step.run("find", () => listDueDeletions(systemClock.now(), MOST_AT_ONCE));
      if (due.length === 0) return { due: 0 };
      // One attempt a day for each: the queue drops a second event of the same id.
      const day = systemClock.now().toISOString().slice(0, 10);
      await step.sendEvent(
        "carry-out",
        due.map(({ id }) => ({
          id: `deletion-${id}-${day}`,
          name: deletionDue.name,
          data: { deletionId: id },
        })),
      );
      return { due: due.length };
    },
  );
