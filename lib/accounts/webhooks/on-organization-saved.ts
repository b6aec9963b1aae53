import { findRemoved, lockIdentity } from "../identity/repository";
import { ensureOrganization, nameOf } from "./ensure-organization";
import { type Handler, handled, ignored } from "./handler";
import { organization } from "./read-event";
import { setOrganizationFacts } from "./repository";

/** `organization.created`, `organization.updated`: the account that mirrors it, and its name. */
export const onOrganizationSaved: Handler = async (tx, ctx, data) => {
  const said = organization.parse(data);
  await lockIdentity(tx, [said.id]);
  if (await findRemoved(tx, [said.id])) {
    return ignored("the identity had deleted the organization before this arrived");
  }
  const { account, isNew } = await ensureOrganization(tx, ctx, said);
  if (isNew) return handled("new here: made, its members come by events of their own", account.id);
  if (account.deletedAt) return ignored("the account is deleted here");
  const updatedAt = new Date(said.updated_at);
  if (account.identityUpdatedAt && account.identityUpdatedAt > updatedAt) {
    return ignored("older than what is known of the organization");
  }
  const name = nameOf(said);
  await setOrganizationFacts(tx, account.id, name, updatedAt);
  if (name === account.name) return handled("nothing changed", account.id);
  ctx.record({
    accountId: account.id,
    action: "account.renamed",
    targetKind: "account",
    targetId: account.id,
    before: { name: account.name },
    after: { name },
  });
  return handled("renamed", account.id);
};
