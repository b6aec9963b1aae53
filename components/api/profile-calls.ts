import * as z from "zod/mini";
import type { NotificationRow, Preferences } from "@/components/settings/types";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

const avatarAnswer = z.object({ avatarUrl: z.nullable(z.string()) });

/** Changes the person's name, at the identity provider and here. */
export function renamePerson(name: string): Promise<CallResult<unknown>> {
  return callApi({ method: "PATCH", path: "/api/profile", body: { name }, answer: z.unknown() });
}

/** Keeps a picture of the person. */
export function uploadAvatar(file: Blob): Promise<CallResult<{ avatarUrl: string | null }>> {
  return callApi({ method: "PUT", path: "/api/profile/avatar", file, answer: avatarAnswer });
}

/** Erases the person's picture. */
export function removeAvatar(): Promise<CallResult<{ avatarUrl: string | null }>> {
  return callApi({ method: "DELETE", path: "/api/profile/avatar", answer: avatarAnswer });
}

/** Changes some of the person's preferences. */
export function updatePreferences(changes: Partial<Preferences>): Promise<CallResult<unknown>> {
  return callApi({
    method: "PATCH",
    path: "/api/profile/settings",
    body: changes,
    keepalive: true,
    answer: z.unknown(),
  });
}

/** Switches one kind of e-mail on or off. */
export function switchNotification(
  kind: NotificationRow["kind"],
  enabled: boolean,
): Promise<CallResult<unknown>> {
  return callApi({
    method: "PATCH",
    path: "/api/notifications/preferences",
    body: { changes: [{ kind, channel: "email", enabled }] },
    answer: z.unknown(),
  });
}

/** Stops one kind of e-mail, by the link in it. Needs no session. */
export function unsubscribe(token: string): Promise<CallResult<unknown>> {
  const path = `/api/notifications/unsubscribe?token=${encodeURIComponent(token)}`;
  return callApi({ method: "POST", path, answer: z.unknown() });
}
