import type { Transaction } from "@/lib/platform/db";
import { createPerson } from "../identity/create-person";
import { findRemoved, lockIdentity } from "../identity/repository";
import { computeRole } from "./compute-role";
import { ensureOrganization } from "./ensure-organization";
import { type Applied, type Handler, type HandlerContext, handled, ignored } from "./handler";
import { computeMemberPerson, type Membership, membership } from "./read-event";
import {
  findMember,
  insertMirroredMember,
  type MemberFacts,
  type MirroredMember,
  setMemberFacts,
  setPendingRole,
  setSettledRole,
} from "./repository";
import { settleMembers } from "./settle-members";

/** Whoever loses the role that we knew them by may look, and nothing else, until the identity says more. */
const ROLE_OF_UNKNOWN = "viewer";

/** `organizationMembership.created`, `organizationMembership.updated`: who belongs to the account, and as what. */
export const onMembershipSaved: Handler = async (tx, ctx, data) => {
  const said = membership.parse(data);
  const personId = said.public_user_data.user_id;
  await lockIdentity(tx, [said.organization.id, personId]);
  const removed = await findRemoved(tx, [said.id, said.organization.id, personId]);
  if (removed) return ignored(`the identity had deleted ${removed} before this arrived`);
  const { account } = await ensureOrganization(tx, ctx, said.organization);
  if (account.deletedAt) return ignored("the account is deleted here");
  await createPerson(tx, ctx, computeMemberPerson(said));
  const facts: MemberFacts = {
    accountId: account.id,
    personId,
    membershipId: said.id,
    identityRole: said.role,
    updatedAt: new Date(said.updated_at),
  };
  const known = await findMember(tx, account.id, personId);
  return known ? change(tx, ctx, said, facts, known) : add(tx, ctx, said, facts);
};

async function add(
  tx: Transaction,
  ctx: HandlerContext,
  said: Membership,
  facts: MemberFacts,
): Promise<Applied> {
  const { accountId, personId } = facts;
  const role = computeRole(said.role, said.organization.created_by === personId);
  if (!role) return ignored(`the role ${said.role} is not known here: nobody was let in`);
  const now = ctx.clock.now();
  await insertMirroredMember(tx, facts, role, now);
  ctx.record({
    accountId,
    action: "member.joined",
    targetKind: "person",
    targetId: personId,
    after: { role, reason: "added at the identity provider" },
  });
  const settled = await settleMembers(tx, ctx, accountId);
  // The identity's organization is the source: whoever is in it is let in, and the seats are counted afterwards.
  const seats = await ctx.readSeats(accountId, now, tx);
  const over = seats.limit !== null && seats.used > seats.limit;
  const flag = over ? [`over the plan's seats: ${seats.used} of ${seats.limit}`] : [];
  return handled([`joined as ${role}`, ...settled, ...flag].join("; "), accountId);
}

async function change(
  tx: Transaction,
  ctx: HandlerContext,
  said: Membership,
  facts: MemberFacts,
  known: MirroredMember,
): Promise<Applied> {
  const { accountId, personId, updatedAt } = facts;
  if (known.identityUpdatedAt && known.identityUpdatedAt > updatedAt) {
    return ignored("older than what is known of the membership");
  }
  await setMemberFacts(tx, facts);
  if (known.identityRole === said.role && known.identityMembershipId === said.id) {
    return handled("the same role as before: what was set here holds", accountId);
  }
  const wanted = computeRole(said.role, said.organization.created_by === personId);
  const role = wanted ?? ROLE_OF_UNKNOWN;
  const now = ctx.clock.now();
  const words = wanted ? [] : [`the role ${said.role} is not known here, so it counts as ${role}`];
  if (role === known.role) {
    await setPendingRole(tx, accountId, personId, null);
  } else if (role === "owner") {
    await setSettledRole(tx, accountId, personId, role, now);
    ctx.record({
      accountId,
      action: "member.role_changed",
      targetKind: "person",
      targetId: personId,
      before: { role: known.role },
      after: { role, reason: "changed at the identity provider" },
    });
    words.push(`${personId} is owner now`);
  } else {
    await setPendingRole(tx, accountId, personId, role);
  }
  words.push(...(await settleMembers(tx, ctx, accountId)));
  return handled(words.join("; ") || "nothing changed", accountId);
}
