import type { ApiKeyFacts, MessageWords } from "@/lib/accounts";

const at = (date: Date): string =>
  `${new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(date)} UTC`;

const manage = (key: ApiKeyFacts, appUrl: string) => ({
  label: "Open API keys",
  href: `${appUrl}/a/${key.accountSlug}/settings/api-keys`,
});

/** What is said when somebody else made a key. */
export function keyCreatedWords(key: ApiKeyFacts, appUrl: string): MessageWords {
  return {
    subject: `New API key for ${key.accountName}`,
    preview: `${key.name} was made for ${key.accountName}.`,
    heading: `New API key for ${key.accountName}`,
    paragraphs: [
      `${key.createdByName ?? "Somebody"} made the key ${key.name} (${key.prefix}…) on ${at(key.createdAt)}.`,
      "If nobody should have done that, revoke it: calls with it are refused at once.",
    ],
    action: manage(key, appUrl),
  };
}

/** What is said before a key ends. */
export function keyExpiringWords(key: ApiKeyFacts, daysLeft: 7 | 1, appUrl: string): MessageWords {
  const soon = daysLeft === 1 ? "tomorrow" : "in seven days";
  return {
    subject: `API key ${key.name} ends ${soon}`,
    preview: `Calls with ${key.name} are refused from then on.`,
    heading: `API key ${key.name} ends ${soon}`,
    paragraphs: [
      `The key ${key.name} (${key.prefix}…) of ${key.accountName} ends on ${key.expiresAt ? at(key.expiresAt) : soon}. Calls with it are refused from then on.`,
      "Its end cannot be moved, and a key that replaces it by rotation ends with it: create a new one before that, and give it to your servers.",
    ],
    action: manage(key, appUrl),
  };
}
