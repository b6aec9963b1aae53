import type { Transaction } from "@/lib/platform/db";
import { deleteMember } from "../teams/repository/members";
import { computeSettlement } from "./compute-settlement";
import type { HandlerContext } from "./handler";
import { listSettledMembers, revokeKeysMadeBy, setSettledRole } from "./repository";

/**
 * Applies what the identity made of an account's members, with their audit rows, and keeps the account an owner.
 * The caller holds the account's lock. Returns what happened, in words.
 */
export async function settleMembers(
  tx: Transaction,
  ctx: HandlerContext,
  accountId: string,
): Promise<string[]> {
  const members = await listSettledMembers(tx, accountId);
  const { promoted, changed, removed, kept } = computeSettlement(members);
  const now = ctx.clock.now();
  const roleOf = (personId: string) => members.find((member) => member.personId === personId)?.role;
  const change = async (personId: string, role: Parameters<typeof setSettledRole>[3], why: string) => {
    await setSettledRole(tx, accountId, personId, role, now);
    ctx.record({
      accountId,
      action: "member.role_changed",
      targetKind: "person",
      targetId: personId,
      before: { role: roleOf(personId) },
      after: { role, reason: why },
    });
  };
  if (promoted) await change(promoted, "owner", "the account would have no owner");
  for (const { personId, role } of changed) await change(personId, role, "changed at the identity provider");
  for (const personId of removed) {
    const keys = await revokeKeysMadeBy(tx, personId, accountId, now);
    await deleteMember(tx, accountId, personId);
    ctx.record({
      accountId,
      action: "member.removed",
      targetKind: "person",
      targetId: personId,
      before: { role: roleOf(personId) },
      after: { revokedApiKeys: keys.length, reason: "removed at the identity provider" },
    });
  }
  return [
    ...(promoted ? [`${promoted} became owner, because the account would have none`] : []),
    ...changed.map(({ personId, role }) => `${personId} is ${role} now`),
    ...removed.map((personId) => `${personId} is no member any more`),
    ...(kept ? [`${kept} stays the last owner until the account has another one`] : []),
  ];
}
