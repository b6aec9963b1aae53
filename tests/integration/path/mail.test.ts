import { describe, expect, it } from "vitest";
import { stack } from "../../support/stack";
import { post } from "./support/api";
import { sql } from "./support/database";
import { signUp } from "./support/people";
import { until } from "./support/until";

interface Message {
  readonly id: string;
  readonly subject: string;
  readonly to: unknown;
}

async function listMessages(address: string): Promise<readonly Message[]> {
  const response = await fetch(`${stack.urls.mail}/api/messages?to=${encodeURIComponent(address)}`);
  return ((await response.json()) as { messages: Message[] }).messages;
}

describe("signing up", () => {
  it("brings one welcome message, however often the person signs in", async () => {
    const { email, personId, accountId } = await signUp();
    for (let again = 0; again < 3; again += 1) await post("/api/local/session", { email });

    const [message] = await until("the message is in the inbox", async () => {
      const messages = await listMessages(email);
      return messages.length > 0 && messages;
    });
    expect(message?.subject).toBe("Your Meterhouse account is ready");
    const content = await (await fetch(`${stack.urls.mail}/messages/${message?.id}/html`)).text();
    expect(content).toContain("Hello Path Tester");
    expect(content).toContain(`${stack.urls.app}/a/${accountId}/dashboard`);

    const caused = await sql`
      select sent_at from outbox where name = 'accounts/person.created' and data ->> 'personId' = ${personId}`;
    expect(caused).toHaveLength(1);
    expect(await listMessages(email)).toHaveLength(1);
  });
});
