import { type MessageWords, renderMessage } from "@/lib/accounts";
import { env } from "@/lib/platform/env";
import { sendMail } from "@/lib/platform/mail";
import { isLocked, type NotificationKind, notificationKinds } from "../kinds";
import { isWanted } from "../queries/list-wanted";
import type { Recipient } from "../repository";
import { signUnsubscription } from "../unsubscribe-token";

export interface Notice {
  readonly kind: NotificationKind;
  readonly to: Recipient;
  /** The same cause twice is the same message. */
  readonly cause: string;
  readonly words: MessageWords;
}

export type NoticeResult = { readonly sent: true } | { readonly sent: false; readonly reason: string };

/**
 * Sends a notification by e-mail if the person wants its kind. One that can be switched off says how: by its
 * last line, and by the headers from which mail programs make their own button (RFC 8058).
 */
export async function sendNotice({ kind, to, cause, words }: Notice): Promise<NoticeResult> {
  if (!(await isWanted(to.personId, kind, "email"))) {
    return { sent: false, reason: `The person has switched off ${kind}.` };
  }
  const { app, keyPepper } = env();
  const locked = isLocked(kind, "email");
  const token = encodeURIComponent(signUnsubscription({ personId: to.personId, kind }, keyPepper));
  const footnote = locked
    ? "This message cannot be switched off: it concerns payments or the safety of your account."
    : `You get "${notificationKinds[kind].name}" by e-mail. Stop it: ${app.url}/unsubscribe?token=${token}`;
  const message = await renderMessage({ ...words, footnote });
  await sendMail({
    to: to.email,
    cause: `${cause}.${to.personId}`,
    ...message,
    ...(!locked && {
      headers: {
        "List-Unsubscribe": `<${app.url}/api/notifications/unsubscribe?token=${token}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    }),
  });
  return { sent: true };
}
