import type { Context } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { DomainError } from "@/lib/platform/errors";
import { isLocked, notificationKinds } from "../kinds";
import type { Unsubscribed } from "../schemas";
import { readUnsubscription, type Unsubscription } from "../unsubscribe-token";
import { storeChoices } from "./update-notification-choices";

/**
 * What a link from a message would switch off.
 *
 * @throws DomainError BAD_LINK (422) when it was not made here, or its kind must arrive
 */
export function readUnsubscribeLink(token: string): Unsubscribed & Unsubscription {
  const found = readUnsubscription(token, env().keyPepper);
  if (!found || isLocked(found.kind, "email")) {
    throw new DomainError(
      422,
      "BAD_LINK",
      "This link is not complete. Open it from the message again, or change your notifications in the settings.",
    );
  }
  return { ...found, name: notificationKinds[found.kind].name };
}

/** Switches one kind of e-mail off for the person a link was made for. Twice is the same as once. */
export async function unsubscribe(ctx: Context, token: string): Promise<Unsubscribed> {
  const { personId, kind, name } = readUnsubscribeLink(token);
  const actor = { kind: "system", name: "unsubscribe-link" } as const;
  await storeChoices({ ...ctx, actor }, personId, [{ kind, channel: "email", enabled: false }]);
  return { kind, name };
}
