import { z } from "zod";
import { tellOfErasing } from "@/lib/accounts";
import { systemClock } from "@/lib/platform/clock";
import type { Context } from "@/lib/platform/context";
import { inngest } from "@/lib/platform/inngest";
import { logger } from "@/lib/platform/log";
import { endDeletedAccount, eraseDeleted } from "../actions/carry-out-deletion";

const ID = "operations-carry-out-deletion";

/** A deletion's time has come, or an attempt to carry it out did not end. */
export const deletionDue = {
  name: "operations/deletion.due",
  data: z.object({ deletionId: z.uuid() }),
} as const;

/**
 * Carries out one due deletion: ends the account at the payment provider, tells its owners, erases. With ten
 * retries an outage of some hours is waited out; after that the search of the next day begins anew.
 */
export const operationsCarryOutDeletion = () =>
  inngest().createFunction(
    {
      id: ID,
      triggers: [{ event: deletionDue.name }],
      retries: 10,
      concurrency: [{ key: "event.data.deletionId", limit: 1 }, { limit: 5 }],
    },
    async ({ event, step, runId }) => {
      const { deletionId } = deletionDue.data.parse(event.data);
      const ctx = contextOf(runId, deletionId);
      const ended = await step.run("end-at-the-provider", () => endDeletedAccount(ctx, deletionId));
      if (!ended.done) return ended;
      await step.run("tell-the-owners", () => tellOfErasing(deletionId));
      return await step.run("erase", () => eraseDeleted(ctx, deletionId));
    },
  );

const contextOf = (runId: string, deletionId: string): Context => ({
  requestId: runId,
  actor: { kind: "job", jobId: ID, runId },
  clock: systemClock,
  log: logger().child({ jobId: ID, runId, deletionId }),
  ip: null,
});
