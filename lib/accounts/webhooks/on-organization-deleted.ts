import { recordOutbox } from "@/lib/platform/outbox";
import { accountIdentityDeleted } from "../events";
import { lockIdentity, recordRemoval } from "../identity/repository";
import { type Handler, handled, ignored } from "./handler";
import { deletedObject } from "./read-event";
import { lockOrganization, setOrganizationRemoved } from "./repository";

/**
 * `organization.deleted`: nobody gets into the account any more, by membership or API key. Its subscription and its
 * rows are the business of whoever listens to the event.
 */
export const onOrganizationDeleted: Handler = async (tx, ctx, data) => {
  const { id } = deletedObject.parse(data);
  const now = ctx.clock.now();
  await lockIdentity(tx, [id]);
  await recordRemoval(tx, id, now);
  const account = await lockOrganization(tx, id);
  if (!account) return handled("never seen here; a late event will not bring it back");
  if (account.deletedAt) return ignored("the account is deleted already");
  await setOrganizationRemoved(tx, account.id, now);
  ctx.record({
    accountId: account.id,
    action: "account.identity_deleted",
    targetKind: "account",
    targetId: account.id,
  });
  await recordOutbox(tx, [{ name: accountIdentityDeleted.name, data: { accountId: account.id } }]);
  return handled("access ended for every member", account.id);
};
