import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { forgetAccountCredentials } from "../../access/credential-cache";
import { openTeam } from "../access/open-team";
import type { RemovedMember } from "../schemas";
import { endMembership } from "./end-membership";

/**
 * Ends the caller's own membership, whatever their role. The API keys they made here stop working at once.
 *
 * @throws DomainError LAST_OWNER, PERSONAL_ACCOUNT, NOT_FOUND when they left already
 */
export async function leaveAccount(ctx: AccountContext): Promise<RemovedMember> {
  const left = await database().begin(async (tx) => {
    const opened = await openTeam(tx, ctx);
    const personId = opened.actorId;
    const revokedApiKeys = await endMembership(tx, ctx, opened, { personId, role: opened.actorRole });
    return { personId, revokedApiKeys };
  });
  forgetAccountCredentials(ctx.account.id);
  nudgeOutbox();
  return left;
}
