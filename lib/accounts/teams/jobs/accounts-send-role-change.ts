import { accountPath } from "@/lib/platform/account-path";
import { env } from "@/lib/platform/env";
import { inngest } from "@/lib/platform/inngest";
import { sendMail } from "@/lib/platform/mail";
import { memberRoleChanged } from "../../events";
import { findPerson } from "../../repository";
import { renderRoleChanged } from "../mail/role-changed";
import { findTeamNames } from "../repository/members";

/** Tells a member that somebody changed their role. Who changed their own knows. */
export const accountsSendRoleChange = () =>
  inngest().createFunction(
    { id: "accounts-send-role-change", triggers: [{ event: memberRoleChanged.name }], retries: 5 },
    async ({ event, step }) => {
      const { accountId, personId, from, to, changedBy } = memberRoleChanged.data.parse(event.data);
      return step.run("send", async () => {
        if (changedBy === personId) return { sent: false, reason: "They changed it themselves." };
        const [person, team] = await Promise.all([findPerson(personId), findTeamNames(accountId)]);
        if (!person?.email || !team) return { sent: false, reason: "The person or the account is gone." };
        const message = await renderRoleChanged({
          name: person.name,
          accountName: team.name,
          from,
          to,
          teamUrl: `${env().app.url}${accountPath(team.slug, "/team")}`,
        });
        await sendMail({ to: person.email, cause: `role.${event.id}`, ...message });
        return { sent: true };
      });
    },
  );
