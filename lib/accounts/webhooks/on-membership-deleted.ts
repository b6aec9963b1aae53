import { lockIdentity, recordRemoval } from "../identity/repository";
import { type Handler, handled, ignored } from "./handler";
import { membership } from "./read-event";
import { findMember, lockOrganization, setPendingRole } from "./repository";
import { settleMembers } from "./settle-members";

/** `organizationMembership.deleted`: the person belongs to the account no more. */
export const onMembershipDeleted: Handler = async (tx, ctx, data) => {
  const said = membership.parse(data);
  const personId = said.public_user_data.user_id;
  await lockIdentity(tx, [said.organization.id, personId]);
  await recordRemoval(tx, said.id, ctx.clock.now());
  const account = await lockOrganization(tx, said.organization.id);
  const known = account && (await findMember(tx, account.id, personId));
  if (!account || !known) return handled("was no member; a late event will not bring them in");
  if (known.identityMembershipId !== said.id) {
    return ignored("they belong to the account by another membership or by an invitation of ours");
  }
  await setPendingRole(tx, account.id, personId, "none");
  return handled((await settleMembers(tx, ctx, account.id)).join("; "), account.id);
};
