import { createHmac } from "node:crypto";
import { POST } from "@/app/api/webhooks/clerk/route";
import { handleIdentityEvent } from "@/lib/accounts";
import { newId } from "@/lib/platform/ids";
import type { EventOutcome, WebhookReceipt } from "@/lib/platform/inbox";
import { readSeats } from "@/lib/usage";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { publishShippedCatalog } from "../../../integration/usage/support/seed";
import type { ClerkEvent } from "./clerk-events";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
export const SECRET = `whsec_${base64("the secret of now")}`;
export const OLD_SECRET = `whsec_${base64("the one before rotation")}`;

/** A database with the shipped plans, whose environment has two signing secrets. */
export async function openBench(): Promise<TestDatabase> {
  const db = await createTestDatabase({
    environment: { CLERK_WEBHOOK_SIGNING_SECRET: `${OLD_SECRET},${SECRET}`, TRUSTED_PROXY_HOPS: "1" },
  });
  await publishShippedCatalog();
  return db;
}

export interface SignOptions {
  readonly secret?: string;
  readonly at?: number;
  readonly id?: string;
}

/** The headers that Svix adds. */
export function sign(
  event: ClerkEvent,
  { secret = SECRET, at = Date.now(), id = event.id }: SignOptions = {},
) {
  const seconds = Math.floor(at / 1000);
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${event.body}`).digest("base64");
  return { "svix-id": id, "svix-timestamp": String(seconds), "svix-signature": `v1,${signature}` };
}

export interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly receipt: WebhookReceipt | undefined;
}

/** Posts bytes to the real route. */
export async function post(
  body: string,
  headers: Readonly<Record<string, string>>,
  from = `198.51.100.${Math.floor(Math.random() * 250)}`,
): Promise<Answer> {
  const request = new Request("http://localhost:3000/api/webhooks/clerk", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-forwarded-for": from, ...headers },
  });
  const response = await POST(request, { params: Promise.resolve({}) });
  const answer = (await response.json()) as {
    data?: WebhookReceipt;
    error?: { code: string; message: string };
  };
  return {
    status: response.status,
    code: answer.error?.code,
    message: answer.error?.message,
    receipt: answer.data,
  };
}

export const deliver = (event: ClerkEvent, options: SignOptions = {}): Promise<Answer> =>
  post(event.body, sign(event, options));

/** Handles a stored event as its job does. */
export const handle = (eventId: string): Promise<EventOutcome> =>
  handleIdentityEvent(
    makeContext({ actor: { kind: "webhook", provider: "clerk", eventId } }),
    eventId,
    readSeats,
  );

/** Delivers an event and handles it. */
export async function apply(event: ClerkEvent): Promise<EventOutcome> {
  const { status } = await deliver(event);
  if (status !== 200) throw new Error(`The delivery was answered ${status}.`);
  return handle(event.id);
}

let ids = 0;
/** Ids that no other test uses. */
export const freshIds = () => {
  ids += 1;
  const tail = `${ids}_${newId().slice(-8)}`;
  return { ada: `user_ada${tail}`, ben: `user_ben${tail}`, cleo: `user_cleo${tail}`, org: `org_${tail}` };
};

/** What is kept of an organization, without ids that the database makes. */
export async function stateOf(db: TestDatabase, organizationId: string) {
  const [account] = await db.owner<{ name: string; isDeleted: boolean }[]>`
    select name, deleted_at is not null as "isDeleted" from accounts
    where identity_organization_id = ${organizationId}`;
  const members = await db.owner<{ personId: string; role: string }[]>`
    select m.person_id as "personId", m.role from members m
    join accounts a on a.id = m.account_id and a.identity_organization_id = ${organizationId}
    order by m.person_id`;
  return {
    account: account ?? null,
    members: Object.fromEntries(members.map(({ personId, role }) => [personId, role])),
  };
}

export async function personOf(db: TestDatabase, personId: string) {
  const [person] = await db.owner<
    { email: string; name: string; avatarUrl: string | null; isDeleted: boolean }[]
  >`select email, name, avatar_url as "avatarUrl", deleted_at is not null as "isDeleted" from people
    where id = ${personId}`;
  return person ?? null;
}

export const auditsOf = (db: TestDatabase, targetId: string) =>
  db.owner<{ action: string; actorKind: string; after: Record<string, unknown> | null }[]>`
    select action, actor_kind as "actorKind", after from audit_log
    where target_id = ${targetId} order by occurred_at, id`;
