import { isLocked, type NotificationKind, notificationKinds } from "../kinds";
import { listChoices } from "../repository";
import type { NotificationChoice } from "../schemas";

/** Every kind of notification and whether the person gets it. */
export async function listNotificationChoices(personId: string): Promise<NotificationChoice[]> {
  const stored = await listChoices(personId);
  const isOff = (kind: NotificationKind) =>
    stored.some((choice) => choice.kind === kind && choice.channel === "email" && !choice.enabled);
  return (Object.keys(notificationKinds) as NotificationKind[]).map((kind) => {
    const { group, name, description, lockedReason } = notificationKinds[kind];
    return {
      kind,
      group,
      name,
      description,
      email: { enabled: isLocked(kind, "email") || !isOff(kind), lockedReason },
    };
  });
}
