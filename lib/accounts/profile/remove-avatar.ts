import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { recordOwnChange } from "./record-own-change";
import { deleteAvatar } from "./repository";
import { requireActingPerson } from "./require-acting-person";

/** Erases the caller's picture; the initials are shown again. Without one nothing changes. */
export async function removeAvatar(ctx: Context): Promise<{ avatarUrl: null }> {
  const personId = requireActingPerson(ctx);
  await database().begin(async (tx) => {
    if (!(await deleteAvatar(tx, personId))) return;
    await recordOwnChange(tx, ctx, personId, { action: "avatar.removed" });
  });
  return { avatarUrl: null };
}
