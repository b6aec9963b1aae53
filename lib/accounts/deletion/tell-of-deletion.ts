import { env } from "@/lib/platform/env";
import { sendMail } from "@/lib/platform/mail";
import { type DeletionNotice, renderDeletionNotice } from "../mail/deletion-notice";
import {
  findAccountContents,
  findDeletion,
  listRecipients,
  type StoredDeletion,
} from "./repository/deletions";

export interface Told {
  readonly sent: number;
  readonly reason: string;
}

/** Writes to the owners, or the person, that a deletion was asked for, and how long it can be undone. */
export const tellOfRequest = (deletionId: string): Promise<Told> =>
  tell(deletionId, "requested", "scheduled");

/** Writes that a deletion was undone. */
export const tellOfUndoing = (deletionId: string): Promise<Told> => tell(deletionId, "undone", "undone");

/** Writes that erasing begins now; afterwards there is no address left to write to. */
export const tellOfErasing = (deletionId: string): Promise<Told> => tell(deletionId, "erased", "erasing");

/**
 * Sends a notice once for each recipient: the message's id is made from its cause. A deletion that has moved on
 * since is not written about any more.
 */
async function tell(
  deletionId: string,
  notice: DeletionNotice["notice"],
  state: StoredDeletion["state"],
): Promise<Told> {
  const deletion = await findDeletion(deletionId);
  if (deletion?.state !== state) return { sent: 0, reason: `state ${deletion?.state ?? "absent"}` };
  const [contents, recipients] = await Promise.all([
    findAccountContents(deletion.accountId),
    listRecipients(deletion),
  ]);
  for (const { personId, email } of recipients) {
    const message = await renderDeletionNotice({
      notice,
      subject: deletion.subject,
      accountName: contents?.name ?? "",
      dueAt: deletion.dueAt,
      appUrl: env().app.url,
    });
    await sendMail({ to: email, cause: `deletion.${notice}.${deletionId}.${personId}`, ...message });
  }
  return { sent: recipients.length, reason: "sent" };
}
