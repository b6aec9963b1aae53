import {
  accountIdentityDeleted,
  personIdentityDeleted,
  scheduleAccountForIdentity,
  schedulePersonForIdentity,
} from "@/lib/accounts";
import { resumeRenewals, stopRenewals } from "@/lib/billing";
import { systemClock } from "@/lib/platform/clock";
import type { Context } from "@/lib/platform/context";
import { inngest } from "@/lib/platform/inngest";
import { logger } from "@/lib/platform/log";

const ID = "operations-follow-identity-deletion";

/**
 * What the identity provider deleted must not go on being charged: a person is erased with the next search for due
 * deletions, an organization stops renewing at once and is erased after the grace period.
 */
export const operationsFollowIdentityDeletion = () =>
  inngest().createFunction(
    {
      id: ID,
      triggers: [{ event: personIdentityDeleted.name }, { event: accountIdentityDeleted.name }],
      retries: 20,
      concurrency: [{ key: "event.data.accountId", limit: 1 }, { limit: 5 }],
    },
    async ({ event, step, runId }) => {
      const ctx = contextOf(runId);
      return await step.run("schedule", async () => {
        if (event.name === personIdentityDeleted.name) {
          return await schedulePersonForIdentity(ctx, personIdentityDeleted.data.parse(event.data));
        }
        const { accountId } = accountIdentityDeleted.data.parse(event.data);
        const inAccount = { ...ctx, account: { id: accountId }, permissions: new Set<string>() };
        return await scheduleAccountForIdentity(inAccount, { stopRenewals, resumeRenewals });
      });
    },
  );

const contextOf = (runId: string): Context => ({
  requestId: runId,
  actor: { kind: "job", jobId: ID, runId },
  clock: systemClock,
  log: logger().child({ jobId: ID, runId }),
  ip: null,
});
