import { recordOutbox } from "@/lib/platform/outbox";
import { personIdentityDeleted } from "../events";
import { findPersonalAccount, lockIdentity, recordRemoval } from "../identity/repository";
import { type Handler, handled, ignored } from "./handler";
import { deletedObject } from "./read-event";
import { listOrganizationsOf, lockAccountRow, revokeKeysMadeBy, setPersonRemoved } from "./repository";
import { settleMembers } from "./settle-members";

/**
 * `user.deleted`: the person's access ends in this transaction: sessions, memberships and API keys open nothing any
 * more. What is left of them is erased by whoever listens to the event.
 */
export const onUserDeleted: Handler = async (tx, ctx, data) => {
  const { id: personId } = deletedObject.parse(data);
  const now = ctx.clock.now();
  await lockIdentity(tx, [personId]);
  await recordRemoval(tx, personId, now);
  const accountId = await findPersonalAccount(tx, personId);
  if (accountId === null) return handled("never seen here; a late event will not bring them back");
  if (!(await setPersonRemoved(tx, personId, now))) return ignored("was known already");
  const organizations = await listOrganizationsOf(tx, personId);
  const settled: string[] = [];
  for (const organizationId of organizations) {
    await lockAccountRow(tx, organizationId);
    settled.push(...(await settleMembers(tx, ctx, organizationId)));
  }
  const keys = await revokeKeysMadeBy(tx, personId, null, now);
  ctx.record({
    accountId,
    action: "person.identity_deleted",
    targetKind: "person",
    targetId: personId,
    after: { leftOrganizations: organizations.length, revokedApiKeys: keys.length },
  });
  await recordOutbox(tx, [{ name: personIdentityDeleted.name, data: { personId, accountId } }]);
  return handled(["access ended", ...settled].join("; "), accountId);
};
