import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { recordAudit } from "../audit/record-audit";
import { getProfile } from "./get-profile";
import { lockPerson, setPersonName } from "./repository";
import { requireActingPerson } from "./require-acting-person";
import type { Profile, UpdateProfileBody } from "./schemas";

/** Changes a person at the identity provider. */
export type UpdateIdentityPerson = (personId: string, changes: { readonly name: string }) => Promise<void>;

/**
 * Changes the caller's name: at the identity provider first, because the name comes from there and would come
 * back from there, and then here. When the provider refuses, nothing has changed.
 */
export async function updateProfile(
  ctx: Context,
  { name }: UpdateProfileBody,
  updateIdentityPerson: UpdateIdentityPerson,
): Promise<Profile> {
  const personId = requireActingPerson(ctx);
  if ((await getProfile(personId)).name !== name) {
    await updateIdentityPerson(personId, { name });
    await database().begin(async (tx) => {
      const person = await lockPerson(tx, personId);
      if (!person) throw notFound("Your profile");
      // The provider's own word may have arrived before us.
      if (person.name === name) return;
      await setPersonName(tx, personId, name, ctx.clock.now());
      await recordAudit(tx, ctx, {
        accountId: null,
        action: "profile.updated",
        targetKind: "person",
        targetId: personId,
        after: { changed: ["name"] },
      });
    });
  }
  return getProfile(personId);
}
