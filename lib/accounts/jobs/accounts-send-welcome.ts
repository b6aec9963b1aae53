import { ACCOUNT_HOME, accountPath } from "@/lib/platform/account-path";
import { env } from "@/lib/platform/env";
import { inngest } from "@/lib/platform/inngest";
import { sendMail } from "@/lib/platform/mail";
import { personCreated } from "../events";
import { renderWelcome } from "../mail/welcome";
import { findPerson } from "../repository";

/** Greets a new person by e-mail, once: the message's cause is the person, so a second try is the same message. */
export const accountsSendWelcome = () =>
  inngest().createFunction(
    { id: "accounts-send-welcome", triggers: [{ event: personCreated.name }], retries: 5 },
    async ({ event, step }) => {
      const { personId, accountId } = personCreated.data.parse(event.data);
      return step.run("send", async () => {
        const person = await findPerson(personId);
        if (!person) return { sent: false, reason: "The person no longer exists." };
        if (!person.email) return { sent: false, reason: "The identity provider gave no e-mail address." };
        const message = await renderWelcome({
          name: person.name,
          overviewUrl: `${env().app.url}${accountPath(accountId, ACCOUNT_HOME)}`,
        });
        await sendMail({ to: person.email, cause: `welcome.${personId}`, ...message });
        return { sent: true };
      });
    },
  );
