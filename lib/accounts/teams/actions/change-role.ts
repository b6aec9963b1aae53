import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { nudgeOutbox, recordOutbox } from "@/lib/platform/outbox";
import { forgetAccountCredentials } from "../../access/credential-cache";
import { recordAudit } from "../../audit/record-audit";
import { memberRoleChanged } from "../../events";
import type { Role } from "../../permissions";
import { openTeam } from "../access/open-team";
import { requireMayManage } from "../access/require-may-manage";
import { lastOwner, memberNotFound } from "../errors";
import { countOwners, findRole, setRole } from "../repository/members";
import type { ChangedRole } from "../schemas";

/**
 * Gives a member another role, which holds from their next request on; keys they made carry no more than it
 * allows. The same role again changes nothing.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN (owners are an owner's to make and change), LAST_OWNER, PERSONAL_ACCOUNT
 */
export async function changeRole(ctx: AccountContext, personId: string, role: Role): Promise<ChangedRole> {
  await database().begin(async (tx) => {
    const { team, actorId, actorRole } = await openTeam(tx, ctx);
    const before = await findRole(tx, team.id, personId);
    if (!before) throw memberNotFound();
    requireMayManage(actorRole, [before, role]);
    if (before === role) return;
    if (before === "owner" && (await countOwners(tx, team.id)) === 1) throw lastOwner();
    await setRole(tx, { accountId: team.id, personId, role, at: ctx.clock.now() });
    await recordAudit(tx, ctx, {
      accountId: team.id,
      action: "member.role_changed",
      targetKind: "person",
      targetId: personId,
      before: { role: before },
      after: { role },
    });
    await recordOutbox(tx, [
      {
        name: memberRoleChanged.name,
        data: { accountId: team.id, personId, from: before, to: role, changedBy: actorId },
      },
    ]);
  });
  forgetAccountCredentials(ctx.account.id);
  nudgeOutbox();
  return { personId, role };
}
