import { accountPath } from "@/lib/platform/account-path";
import { env } from "@/lib/platform/env";
import { inngest } from "@/lib/platform/inngest";
import { sendMail } from "@/lib/platform/mail";
import { ownershipTransferred } from "../../events";
import { findPerson } from "../../repository";
import { renderOwnershipTransferred } from "../mail/ownership-transferred";
import { findTeamNames } from "../repository/members";

/** Tells both sides of a transfer, each in a step of its own, so that one address cannot hold up the other. */
export const accountsSendTransfer = () =>
  inngest().createFunction(
    { id: "accounts-send-transfer", triggers: [{ event: ownershipTransferred.name }], retries: 5 },
    async ({ event, step }) => {
      const { accountId, from, to } = ownershipTransferred.data.parse(event.data);
      const send = async (personId: string, otherId: string) => {
        const [person, other, team] = await Promise.all([
          findPerson(personId),
          findPerson(otherId),
          findTeamNames(accountId),
        ]);
        if (!person?.email || !team) return { sent: false, reason: "The person or the account is gone." };
        const message = await renderOwnershipTransferred({
          name: person.name,
          isNewOwner: personId === to,
          otherName: other?.name || other?.email || "The other owner",
          accountName: team.name,
          teamUrl: `${env().app.url}${accountPath(team.slug, "/team")}`,
        });
        await sendMail({ to: person.email, cause: `transfer.${event.id}.${personId}`, ...message });
        return { sent: true };
      };
      const newOwner = await step.run("send-to-new-owner", () => send(to, from));
      const formerOwner = await step.run("send-to-former-owner", () => send(from, to));
      return { newOwner, formerOwner };
    },
  );
