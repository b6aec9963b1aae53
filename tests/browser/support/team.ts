import { type Browser, expect, type Page } from "@playwright/test";
import { sql } from "../../integration/path/support/database";
import { until } from "../../integration/path/support/until";
import { stack } from "../../support/stack";
import { createLocalUrl } from "./app";
import { newEmail, signInAs } from "./test";

export interface OwnedTeam {
  readonly slug: string;
  readonly name: string;
  readonly path: string;
}

/** An organization of whoever is signed in in this browser, with as many seats as a test needs. */
export async function makeTeam(page: Page, name = "Weber and Sons", seats = 5): Promise<OwnedTeam> {
  const response = await page.request.post("/api/accounts", { data: { name } });
  expect(response.status(), await response.text()).toBe(201);
  const { data } = (await response.json()) as { data: { id: string; slug: string } };
  await sql`
    insert into account_limits (account_id, feature, limit_value, reason)
    values (${data.id}, 'seats', ${seats}, 'browser test')`;
  return { slug: data.slug, name, path: `/a/${data.slug}/team` };
}

/** A browser of its own for somebody who has joined the team by an invitation. */
export async function joinTeam(
  browser: Browser,
  owner: Page,
  { slug }: OwnedTeam,
  facts: { readonly role: string; readonly name: string },
): Promise<{ page: Page; email: string }> {
  const email = newEmail();
  const sent = await owner.request.post("/api/account/invitations", {
    data: { email, role: facts.role },
    headers: { "x-account": slug },
  });
  expect(sent.status(), await sent.text()).toBe(201);
  const page = await (await browser.newContext({ baseURL: createLocalUrl("/") })).newPage();
  await signInAs(page, email, facts.name);
  const link = await readInvitationLink(email);
  const joined = await page.request.post(`/api${new URL(link).pathname}`, { data: {} });
  expect(joined.status(), await joined.text()).toBe(200);
  return { page, email };
}

/** Messages are sent by jobs, which wait their turn on a machine that does much else. */
const MAIL_LIMIT_MS = 60_000;

/** The link in the newest invitation that an address has in the mail inbox. */
export async function readInvitationLink(email: string, count = 1): Promise<string> {
  const look = async () => {
    const found = (await listMessages(email)).filter(({ subject }) => subject.includes("invites you to"));
    return found.length >= count && found;
  };
  const [newest] = await until("the invitation is in the inbox", look, MAIL_LIMIT_MS);
  const html = await (await fetch(`${stack.urls.mail}/messages/${newest?.id}/html`)).text();
  const [link] = /http[^"]*\/invitations\/[0-9A-Za-z]{32}/.exec(html) ?? [];
  if (!link) throw new Error("The message has no link.");
  return link;
}

/** Waits until an address has got a message. */
export async function waitForMessage(email: string, subject: string): Promise<void> {
  const look = async () => (await listMessages(email)).some((message) => message.subject === subject);
  await until(`"${subject}" is in the inbox`, look, MAIL_LIMIT_MS);
}

interface Message {
  readonly id: string;
  readonly subject: string;
}

/** What an address got, newest first. */
async function listMessages(email: string): Promise<readonly Message[]> {
  const response = await fetch(`${stack.urls.mail}/api/messages?to=${encodeURIComponent(email)}`);
  return ((await response.json()) as { messages: Message[] }).messages;
}
