import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forbidden, refused } from "@/lib/platform/errors";
import { nudgeOutbox, recordOutbox } from "@/lib/platform/outbox";
import { forgetAccountCredentials } from "../../access/credential-cache";
import { recordAudit } from "../../audit/record-audit";
import { ownershipTransferred } from "../../events";
import { permissionsOfRole } from "../../permissions";
import { openTeam } from "../access/open-team";
import { memberNotFound } from "../errors";
import { findRole, setRole } from "../repository/members";
import type { TransferOwnershipBody, TransferredOwnership } from "../schemas";

/**
 * Hands the account over: the member becomes owner and the caller admin, in one step. Other owners stay owners.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND when the other is no member; CONFIRMATION_MISMATCH when what was typed is
 * not the account's name, ALREADY_OWNER, PERSONAL_ACCOUNT
 */
export async function transferOwnership(
  ctx: AccountContext,
  { personId, accountName }: TransferOwnershipBody,
): Promise<TransferredOwnership> {
  const at = ctx.clock.now();
  const formerOwnerId = await database().begin(async (tx) => {
    const { team, actorId, actorRole } = await openTeam(tx, ctx);
    if (!permissionsOfRole(actorRole).has("account.transfer")) {
      throw forbidden("Only an owner may transfer the account.");
    }
    if (accountName.trim() !== team.name) {
      throw refused("CONFIRMATION_MISMATCH", `Type the account's name, ${team.name}, to confirm.`);
    }
    const before = await findRole(tx, team.id, personId);
    if (!before) throw memberNotFound();
    if (before === "owner") throw refused("ALREADY_OWNER", "This member is an owner already.");
    await setRole(tx, { accountId: team.id, personId, role: "owner", at });
    await setRole(tx, { accountId: team.id, personId: actorId, role: "admin", at });
    await recordAudit(tx, ctx, {
      accountId: team.id,
      action: "account.ownership_transferred",
      targetKind: "account",
      targetId: team.id,
      before: { ownerId: actorId, newOwnerRole: before },
      after: { ownerId: personId, formerOwnerRole: "admin" },
    });
    await recordOutbox(tx, [
      { name: ownershipTransferred.name, data: { accountId: team.id, from: actorId, to: personId } },
    ]);
    return actorId;
  });
  forgetAccountCredentials(ctx.account.id);
  nudgeOutbox();
  return { ownerId: personId, formerOwnerId };
}
