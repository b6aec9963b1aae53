import type { AccountContext } from "@/lib/platform/context";
import type { Transaction } from "@/lib/platform/db";
import { recordOutbox } from "@/lib/platform/outbox";
import { recordAudit } from "../../audit/record-audit";
import { memberRemoved } from "../../events";
import type { Role } from "../../permissions";
import type { OpenTeam } from "../access/open-team";
import { lastOwner } from "../errors";
import { countOwners, deleteMember, revokeKeysOf } from "../repository/members";

/**
 * Takes a member out of the account together with the API keys they made in it: a key acts in its maker's place,
 * so it must not outlive their membership. The caller holds the account's lock and has judged the right to.
 *
 * @returns how many keys were revoked
 * @throws DomainError LAST_OWNER
 */
export async function endMembership(
  tx: Transaction,
  ctx: AccountContext,
  { team, actorId }: OpenTeam,
  member: { readonly personId: string; readonly role: Role },
): Promise<number> {
  const { personId, role } = member;
  if (role === "owner" && (await countOwners(tx, team.id)) === 1) throw lastOwner();
  const keys = await revokeKeysOf(tx, { accountId: team.id, personId, at: ctx.clock.now(), by: actorId });
  for (const key of keys) {
    await recordAudit(tx, ctx, {
      accountId: team.id,
      action: "api_key.revoked",
      targetKind: "api_key",
      targetId: key.id,
      before: { name: key.name },
      after: { reason: "its maker left the account" },
    });
  }
  await deleteMember(tx, team.id, personId);
  const left = personId === actorId;
  await recordAudit(tx, ctx, {
    accountId: team.id,
    action: left ? "member.left" : "member.removed",
    targetKind: "person",
    targetId: personId,
    before: { role },
    after: { revokedApiKeys: keys.length },
  });
  await recordOutbox(tx, [
    { name: memberRemoved.name, data: { accountId: team.id, personId, role, removedBy: actorId } },
  ]);
  return keys.length;
}
