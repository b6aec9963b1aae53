import { createPerson } from "../identity/create-person";
import { clerkUser, computePerson } from "../identity/read-user";
import { findPersonalAccount, storePersonFacts } from "../identity/repository";
import { type Handler, handled, ignored } from "./handler";

/** `user.created`, `user.updated`: the person's name, address and picture as the identity says them. */
export const onUserSaved: Handler = async (tx, ctx, data) => {
  const person = computePerson(clerkUser.parse(data));
  const created = await createPerson(tx, ctx, person);
  if (created === "removed") return ignored("the identity had deleted the person before this arrived");
  if (created) return handled("new here: made, with a personal account", created.accountId);
  const changed = await storePersonFacts(tx, person);
  if (!changed) return ignored("older than what is known of the person, or they are deleted here");
  const accountId = await findPersonalAccount(tx, person.id);
  if (changed.length === 0) return handled("nothing changed", accountId);
  ctx.record({
    accountId,
    action: "person.updated",
    targetKind: "person",
    targetId: person.id,
    after: { changed },
  });
  return handled(`changed: ${changed.join(", ")}`, accountId);
};
