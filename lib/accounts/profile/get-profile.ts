import { env } from "@/lib/platform/env";
import { notFound } from "@/lib/platform/errors";
import { findPerson } from "../repository";
import { avatarPath } from "./avatar-path";
import { findAvatarHash } from "./repository";
import type { Profile } from "./schemas";

/**
 * A person's profile.
 *
 * @throws DomainError NOT_FOUND when there is no such living person
 */
export async function getProfile(personId: string): Promise<Profile> {
  const [person, hash] = await Promise.all([findPerson(personId), findAvatarHash(personId)]);
  if (!person) throw notFound("Your profile");
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    avatarUrl: hash && avatarPath(hash),
    emailChangedAt: env().identity.mode === "clerk" ? "clerk" : "nowhere",
  };
}
