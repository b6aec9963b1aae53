import { type Channel, isLocked, type NotificationKind } from "../kinds";
import { listUnwilling } from "../repository";

/** Of these people, those who are to be told of it this way: all but those who have switched it off. */
export async function listWanted(
  personIds: readonly string[],
  kind: NotificationKind,
  channel: Channel,
): Promise<readonly string[]> {
  if (personIds.length === 0 || isLocked(kind, channel)) return personIds;
  const unwilling = await listUnwilling(personIds, kind, channel);
  return personIds.filter((personId) => !unwilling.has(personId));
}

/** Whether a person is to be told of it this way. */
export async function isWanted(personId: string, kind: NotificationKind, channel: Channel): Promise<boolean> {
  return (await listWanted([personId], kind, channel)).length > 0;
}
