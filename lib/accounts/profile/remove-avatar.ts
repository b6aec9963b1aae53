import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { recordAudit } from "../audit/record-audit";
import { deleteAvatar } from "./repository";
import { requireActingPerson } from "./require-acting-person";

/** Erases the caller's picture; the initials are shown again. Without one nothing changes. */
export async function removeAvatar(ctx: Context): Promise<{ avatarUrl: null }> {
  const personId = requireActingPerson(ctx);
  await database().begin(async (tx) => {
    if (!(await deleteAvatar(tx, personId))) return;
    await recordAudit(tx, ctx, {
      accountId: null,
      action: "avatar.removed",
      targetKind: "person",
      targetId: personId,
    });
  });
  return { avatarUrl: null };
}
