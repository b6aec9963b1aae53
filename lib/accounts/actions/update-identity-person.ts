import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forbidden } from "@/lib/platform/errors";
import { recordAudit } from "../audit/record-audit";
import { type IdentityPerson, type IdentityPersonChange, identityProvider } from "../identity/provider";
import { findPersonalAccount, storePersonFacts } from "../identity/repository";

/**
 * Changes the caller's own name or picture. They belong to the identity provider: it is changed there first, and
 * what it then says is copied here, as its event about the same change will be once more.
 *
 * @throws DomainError FORBIDDEN when the caller is no person; a refusal of the provider in its own words
 */
export async function updateIdentityPerson(
  ctx: Context,
  change: IdentityPersonChange,
): Promise<IdentityPerson> {
  if (ctx.actor.kind !== "person") throw forbidden("Only a signed-in person can change their own profile.");
  const person = await identityProvider().updatePerson(ctx.actor.personId, change);
  await database().begin(async (tx) => {
    const changed = await storePersonFacts(tx, person);
    if (!changed || changed.length === 0) return;
    await recordAudit(tx, ctx, {
      accountId: await findPersonalAccount(tx, person.id),
      action: "person.updated",
      targetKind: "person",
      targetId: person.id,
      after: { changed },
    });
  });
  return person;
}
