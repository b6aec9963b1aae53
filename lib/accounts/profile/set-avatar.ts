import type { Context } from "@/lib/platform/context";
import { sha256 } from "@/lib/platform/crypto";
import { database } from "@/lib/platform/db";
import { notFound, refused, tooLarge } from "@/lib/platform/errors";
import { avatarPath } from "./avatar-path";
import { detectImageType } from "./detect-image-type";
import { recordOwnChange } from "./record-own-change";
import { lockPerson, upsertAvatar } from "./repository";
import { requireActingPerson } from "./require-acting-person";
import { AVATAR_MAX_BYTES } from "./schemas";

/**
 * Keeps a picture for the caller, in place of the one before. What it is, its own first bytes say: neither its
 * name nor the content type that was sent is believed.
 *
 * @throws DomainError NOT_AN_IMAGE (422) for anything but PNG, JPEG and WebP, TOO_LARGE over 256 KB
 */
export async function setAvatar(ctx: Context, content: Buffer): Promise<{ avatarUrl: string }> {
  const personId = requireActingPerson(ctx);
  if (content.length > AVATAR_MAX_BYTES) throw tooLarge(AVATAR_MAX_BYTES);
  const contentType = detectImageType(content);
  if (!contentType) {
    throw refused("NOT_AN_IMAGE", "This file is not a PNG, JPEG or WebP picture. Choose another one.");
  }
  const hash = sha256(content);
  await database().begin(async (tx) => {
    if (!(await lockPerson(tx, personId))) throw notFound("Your profile");
    await upsertAvatar(tx, personId, { contentType, sha256: hash, content, updatedAt: ctx.clock.now() });
    await recordOwnChange(tx, ctx, personId, { action: "avatar.updated" });
  });
  return { avatarUrl: avatarPath(hash) };
}
