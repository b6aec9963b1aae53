import { recordOwnChange } from "@/lib/accounts";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forbidden, notFound, refused } from "@/lib/platform/errors";
import { isLocked, notificationKinds } from "../kinds";
import { listNotificationChoices } from "../queries/list-notification-choices";
import { type NewChoice, personExists, upsertChoices } from "../repository";
import type { NotificationChoice, UpdateNotificationsBody } from "../schemas";

/**
 * Switches notifications of the caller on or off.
 *
 * @returns all of them
 * @throws DomainError NOTIFICATION_LOCKED (422) for those that must arrive; then nothing is changed
 */
export async function updateNotificationChoices(
  ctx: Context,
  { changes }: UpdateNotificationsBody,
): Promise<NotificationChoice[]> {
  if (ctx.actor.kind !== "person") throw forbidden("Only a signed-in person has notifications.");
  const { personId } = ctx.actor;
  const locked = changes.find(({ kind, channel, enabled }) => !enabled && isLocked(kind, channel));
  if (locked) {
    const { name, lockedReason } = notificationKinds[locked.kind];
    throw refused("NOTIFICATION_LOCKED", `"${name}" cannot be switched off. ${lockedReason}`, {
      kind: locked.kind,
    });
  }
  // Of two changes of one switch the later holds.
  const last = new Map(changes.map((change) => [`${change.kind} ${change.channel}`, change]));
  await storeChoices(ctx, personId, [...last.values()]);
  return listNotificationChoices(personId);
}

/** Stores choices of a person and leaves an audit row of those that changed. */
export async function storeChoices(
  ctx: Context,
  personId: string,
  choices: readonly NewChoice[],
): Promise<void> {
  await database().begin(async (tx) => {
    if (!(await personExists(tx, personId))) throw notFound("Your profile");
    const changed = await upsertChoices(tx, personId, choices);
    if (changed.length === 0) return;
    await recordOwnChange(tx, ctx, personId, { action: "notifications.updated", after: { changed } });
  });
}
