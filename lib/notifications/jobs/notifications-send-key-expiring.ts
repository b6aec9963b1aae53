import { apiKeyExpiring, findApiKeyFacts } from "@/lib/accounts";
import { env } from "@/lib/platform/env";
import { inngest } from "@/lib/platform/inngest";
import { keyExpiringWords } from "../mail/key-words";
import { sendNotice } from "../mail/send-notice";
import { findRecipient, listRecipients, type Recipient } from "../repository";

/** Tells whoever made a key that it ends soon; the owners, when the maker has left. */
export const notificationsSendKeyExpiring = () =>
  inngest().createFunction(
    { id: "notifications-send-key-expiring", triggers: [{ event: apiKeyExpiring.name }], retries: 5 },
    async ({ event, step }) => {
      const { apiKeyId, daysLeft } = apiKeyExpiring.data.parse(event.data);
      const recipients = await step.run("find-recipients", () => findRecipients(apiKeyId));
      if (recipients.length === 0) return { sent: 0, reason: "The key is gone, or nobody is left to tell." };
      const results = await Promise.all(
        recipients.map((to) =>
          step.run(`send-${to.personId}`, async () => {
            const key = await findApiKeyFacts(apiKeyId);
            if (!key?.isAlive) return { sent: false, reason: "The key was revoked or replaced meanwhile." };
            const cause = `api-key-expiring.${apiKeyId}.${daysLeft}`;
            const words = keyExpiringWords(key, daysLeft, env().app.url);
            return sendNotice({ kind: "api_key_expiring", to, cause, words });
          }),
        ),
      );
      return { sent: results.filter(({ sent }) => sent).length };
    },
  );

async function findRecipients(apiKeyId: string): Promise<readonly Recipient[]> {
  const key = await findApiKeyFacts(apiKeyId);
  if (!key) return [];
  const maker = key.createdBy && (await findRecipient(key.accountId, key.createdBy));
  return maker ? [maker] : listRecipients(key.accountId, ["owner"]);
}
