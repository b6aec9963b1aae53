import type { Context } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { refused } from "@/lib/platform/errors";
import { isLocked, notificationKinds } from "../kinds";
import type { Unsubscribed } from "../schemas";
import { readUnsubscription, type Unsubscription } from "../unsubscribe-token";
import { storeChoices } from "./update-notification-choices";

/** What a link from a message would switch off; null when it was not made here, or its kind must arrive. */
export function findUnsubscribeLink(token: string): (Unsubscribed & Unsubscription) | null {
  const found = readUnsubscription(token, env().keyPepper);
  if (!found || isLocked(found.kind, "email")) return null;
  return { ...found, name: notificationKinds[found.kind].name };
}

/**
 * Switches one kind of e-mail off for the person a link was made for. Twice is the same as once.
 *
 * @throws DomainError BAD_LINK (422) when {@link findUnsubscribeLink} finds nothing
 */
export async function unsubscribe(ctx: Context, token: string): Promise<Unsubscribed> {
  const found = findUnsubscribeLink(token);
  if (!found) {
    throw refused(
      "BAD_LINK",
      "This link is not complete. Open it from the message again, or change your notifications in the settings.",
    );
  }
  const { personId, kind, name } = found;
  const actor = { kind: "system", name: "unsubscribe-link" } as const;
  await storeChoices({ ...ctx, actor }, personId, [{ kind, channel: "email", enabled: false }]);
  return { kind, name };
}
