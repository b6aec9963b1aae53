import type { Context } from "@/lib/platform/context";
import { notFound } from "@/lib/platform/errors";
import { findAvatarSeenBy, type StoredAvatar } from "./repository";
import { requireActingPerson } from "./require-acting-person";

/**
 * A picture by its hash, for its owner and those who share an account with them.
 *
 * @throws DomainError NOT_FOUND otherwise
 */
export async function getAvatar(ctx: Context, hash: string): Promise<StoredAvatar> {
  const avatar = await findAvatarSeenBy(requireActingPerson(ctx), Buffer.from(hash, "hex"));
  if (!avatar) throw notFound("The picture");
  return avatar;
}
