import { systemClock } from "@/lib/platform/clock";
import { openJson } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { inngest } from "@/lib/platform/inngest";
import { sendMail } from "@/lib/platform/mail";
import { invitationSent } from "../../events";
import { hashInvitationToken } from "../invitation-token";
import { renderInvitation } from "../mail/invitation";
import { findInvitationLetter } from "../repository/invitations";

/** Sends the link to the invited address. A link that was replaced or withdrawn meanwhile is not sent. */
export const accountsSendInvitation = () =>
  inngest().createFunction(
    { id: "accounts-send-invitation", triggers: [{ event: invitationSent.name }], retries: 5 },
    async ({ event, step }) => {
      const { invitationId, sealedToken } = invitationSent.data.parse(event.data);
      return step.run("send", async () => {
        const letter = await findInvitationLetter(invitationId);
        if (!letter) return { sent: false, reason: "The invitation was accepted or withdrawn." };
        if (letter.expiresAt <= systemClock.now()) return { sent: false, reason: "It expired on its way." };
        const token = String(openJson(sealedToken, env().keyPepper));
        const tokenHash = hashInvitationToken(token);
        if (!tokenHash?.equals(letter.tokenHash)) {
          return { sent: false, reason: "A newer link replaced this one." };
        }
        const message = await renderInvitation({ ...letter, link: `${env().app.url}/invitations/${token}` });
        // The hash tells one link of an invitation from the next, and gives nothing of either away.
        const cause = `invitation.${invitationId}.${tokenHash.toString("hex").slice(0, 16)}`;
        await sendMail({ to: letter.email, cause, ...message });
        return { sent: true };
      });
    },
  );
