import { equalsConstantTime, hashSecret } from "@/lib/platform/crypto";
import { type NotificationKind, notificationKind } from "./kinds";

/** What a link in a message may do: switch off one kind for one person, and nothing else. */
export interface Unsubscription {
  readonly personId: string;
  readonly kind: NotificationKind;
}

const sign = (payload: string, pepper: string): string =>
  hashSecret(`meterhouse unsubscribe ${payload}`, pepper).toString("base64url");

/** Makes the token of a link. It does not expire: a message may be read years later. */
export function signUnsubscription({ personId, kind }: Unsubscription, pepper: string): string {
  const payload = Buffer.from(JSON.stringify([personId, kind])).toString("base64url");
  return `${payload}.${sign(payload, pepper)}`;
}

/** Reads a token. Null when it was not made here, or names a kind that no longer exists. */
export function readUnsubscription(token: string, pepper: string): Unsubscription | null {
  const [payload = "", signature = "", ...more] = token.split(".");
  if (more.length > 0 || !equalsConstantTime(signature, sign(payload, pepper))) return null;
  const [personId, kind] = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as [string, string];
  const known = notificationKind.safeParse(kind);
  return known.success ? { personId, kind: known.data } : null;
}
