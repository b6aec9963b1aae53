import { inngest } from "@/lib/platform/inngest";
import { sendMail } from "@/lib/platform/mail";
import { memberRemoved } from "../../events";
import { findPerson } from "../../repository";
import { renderMemberRemoved } from "../mail/member-removed";
import { findTeamNames } from "../repository/members";

/** Tells somebody that they were removed. Who left knows. */
export const accountsSendRemoval = () =>
  inngest().createFunction(
    { id: "accounts-send-removal", triggers: [{ event: memberRemoved.name }], retries: 5 },
    async ({ event, step }) => {
      const { accountId, personId, removedBy } = memberRemoved.data.parse(event.data);
      return step.run("send", async () => {
        if (removedBy === personId) return { sent: false, reason: "They left by themselves." };
        const [person, team] = await Promise.all([findPerson(personId), findTeamNames(accountId)]);
        if (!person?.email || !team) return { sent: false, reason: "The person or the account is gone." };
        const message = await renderMemberRemoved({ name: person.name, accountName: team.name });
        await sendMail({ to: person.email, cause: `removed.${event.id}`, ...message });
        return { sent: true };
      });
    },
  );
