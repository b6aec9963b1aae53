import { apiKeyCreated, findApiKeyFacts } from "@/lib/accounts";
import { env } from "@/lib/platform/env";
import { inngest } from "@/lib/platform/inngest";
import { keyCreatedWords } from "../mail/key-words";
import { sendNotice } from "../mail/send-notice";
import { listRecipients } from "../repository";

/** Tells the owners of an account that somebody else made an API key for it. */
export const notificationsSendKeyCreated = () =>
  inngest().createFunction(
    { id: "notifications-send-key-created", triggers: [{ event: apiKeyCreated.name }], retries: 5 },
    async ({ event, step }) => {
      const { apiKeyId } = apiKeyCreated.data.parse(event.data);
      const owners = await step.run("find-owners", async () => {
        const key = await findApiKeyFacts(apiKeyId);
        if (!key) return [];
        const found = await listRecipients(key.accountId, ["owner"]);
        return found.filter(({ personId }) => personId !== key.createdBy);
      });
      if (owners.length === 0) return { sent: 0, reason: "No owner but the maker, or the key is gone." };
      const results = await Promise.all(
        owners.map((owner) =>
          step.run(`send-${owner.personId}`, async () => {
            const key = await findApiKeyFacts(apiKeyId);
            if (!key) return { sent: false, reason: "The key is gone." };
            return sendNotice({
              kind: "api_key_created",
              to: owner,
              cause: `api-key-created.${apiKeyId}`,
              words: keyCreatedWords(key, env().app.url),
            });
          }),
        ),
      );
      return { sent: results.filter(({ sent }) => sent).length };
    },
  );
