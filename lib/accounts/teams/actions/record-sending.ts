import type { AccountContext } from "@/lib/platform/context";
import { sealJson } from "@/lib/platform/crypto";
import type { Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { recordOutbox } from "@/lib/platform/outbox";
import { recordAudit } from "../../audit/record-audit";
import { invitationSent } from "../../events";
import type { InvitedRole } from "../schemas";

export interface Sending {
  readonly id: string;
  readonly accountId: string;
  readonly role: InvitedRole;
  readonly token: string;
  readonly expiresAt: Date;
}

/** Records that a link goes out, and has it sent after the commit. On its way the token is encrypted. */
export async function recordSending(
  tx: Transaction,
  ctx: AccountContext,
  action: "invitation.sent" | "invitation.resent",
  { id, accountId, role, token, expiresAt }: Sending,
): Promise<void> {
  await recordAudit(tx, ctx, {
    accountId,
    action,
    targetKind: "invitation",
    targetId: id,
    after: { role, expiresAt },
  });
  await recordOutbox(tx, [
    {
      name: invitationSent.name,
      data: { accountId, invitationId: id, sealedToken: sealJson(token, env().keyPepper) },
    },
  ]);
}
