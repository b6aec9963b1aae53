import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type BillingPort,
  ensurePerson,
  listDueDeletions,
  requestPersonDeletion,
  schedulePersonForIdentity,
  undoPersonDeletion,
} from "@/lib/accounts";
import { resumeRenewals, startCheckout, stopRenewals } from "@/lib/billing";
import { endDeletedAccount, eraseDeleted } from "@/lib/operations";
import type { AccountContext } from "@/lib/platform/context";
import type { IdentityStore } from "@/local/identity/store";
import { type BillingStack, startBillingStack } from "@/tests/integration/billing/support/billing-stack";
import { holdClock, makeAccountContext, makeContext } from "@/tests/support/context";
import { insertAccount, insertMember, insertNewMember } from "@/tests/support/people";
import { drainQueue } from "@/tests/webhooks/support/webhook-bench";
import { type RunningIdentity, startIdentity } from "./support";

vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

const DAY = 86_400_000;
const billing: BillingPort = { stopRenewals, resumeRenewals };
let stack: BillingStack;
let identity: RunningIdentity;
let people: IdentityStore;
let personId: string;
let email: string;
let accountId: string;
let self: AccountContext;
let count = 0;

beforeAll(async () => {
  identity = await startIdentity();
  stack = await startBillingStack({ LOCAL_IDENTITY_URL: identity.url });
  people = await identity.open(stack.db.ownerUrl);
});
afterAll(async () => {
  await identity.stop();
  await stack.stop();
});
beforeEach(async () => {
  count += 1;
  email = `quentin${count}@example.com`;
  const { person } = await people.signInOrUp(email, "Quentin Quill");
  personId = person.id;
  await people.createSession(personId, new Date(Date.now() + DAY), { userAgent: null, ip: null });
  await ensurePerson(makeContext(), person);
  const [account] = await stack.db.owner`select id from accounts where personal_person_id = ${personId}`;
  accountId = String(account?.["id"]);
  self = makeAccountContext({ accountId, personId, role: "owner" });
});
afterEach(async () => {
  stack.stripe.local.faults.clear();
  await stack.settleDeliveries();
  await drainQueue();
});

const sql = () => stack.db.owner;
const request = (name = "Quentin Quill") => requestPersonDeletion(self, { name }, billing);
const later = () => makeContext({ clock: holdClock(new Date(Date.now() + 15 * DAY)) });
async function carryOut(id: string) {
  const ended = await endDeletedAccount(later(), id);
  return ended.done ? await eraseDeleted(later(), id) : ended;
}
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error("It was accepted.");
    },
    (error: { code: string; details: Record<string, unknown> }) => error,
  );
const person = async () => (await sql()`select * from people where id = ${personId}`)[0];

describe("a person who asks to be deleted", () => {
  it("goes with their personal account, their subscription first, and leaves a pseudonym", async () => {
    const { sessionId } = await startCheckout(
      self,
      { price: "pro_monthly" },
      { email, name: "Quentin Quill" },
    );
    await stack.control(`checkout/${sessionId}/complete`, { email });
    await stack.settleDeliveries();
    await drainQueue();
    await sql()`insert into person_preferences (person_id, time_zone) values (${personId}, 'Europe/Oslo')`;
    await sql()`
      insert into notification_preferences (person_id, kind, channel, enabled)
      values (${personId}, 'receipt', 'email', false)`;
    await sql()`
      insert into person_avatars (person_id, content_type, sha256, content)
      values (${personId}, 'image/png', sha256('picture'), 'picture')`;
    const failed = {
      type: "organizationMembership.updated",
      data: { public_user_data: { user_id: personId, identifier: email } },
    };
    await sql()`
      insert into provider_events (id, provider, type, object_id, payload, status, occurred_at)
      values (${`msg_${personId}`}, 'clerk', ${failed.type}, 'orgmem_1', ${sql().json(failed)}, 'failed', now())`;
    const { id } = await request();
    expect(await carryOut(id)).toMatchObject({ done: true });
    const [event] = await sql()`select status, payload from provider_events where id = ${`msg_${personId}`}`;
    expect(event).toEqual({ status: "ignored", payload: { erased: true } });
    const kept = await sql()`
      select person_id from person_preferences where person_id = ${personId}
      union all select person_id from notification_preferences where person_id = ${personId}
      union all select person_id from person_avatars where person_id = ${personId}`;
    expect(kept.count).toBe(0);
    expect(await person()).toMatchObject({ email: "", name: "", deleted_at: expect.any(Date) });
    expect(await people.findPerson(personId)).toBeNull();
    expect(await people.listSessions(personId)).toEqual([]);
    const [account] = await sql()`select name, deleted_at from accounts where id = ${accountId}`;
    expect(account).toMatchObject({ name: "Deleted account", deleted_at: expect.any(Date) });
    const [subscription] = await sql()`select status from subscriptions where account_id = ${accountId}`;
    expect(subscription?.["status"]).toBe("canceled");
  });

  it("leaves organizations as they are, without them, and their keys there end", async () => {
    const organization = await insertAccount(sql(), "Larkfield Studio");
    await insertNewMember(sql(), organization, "owner");
    await insertMember(sql(), organization, personId, "admin");
    await sql()`
      insert into api_keys (account_id, created_by, name, prefix, key_hash, scopes)
      values (${organization}, ${personId}, 'CI', 'mh_live_abcd', sha256(${personId}::bytea), '{usage:read}')`;
    const { id } = await request();
    await carryOut(id);
    const [found] = await sql()`
      select a.name, a.deleted_at, (select count(*)::int from members where account_id = a.id) as members,
        (select count(*)::int from api_keys where account_id = a.id and revoked_at is null) as living_keys
      from accounts a where id = ${organization}`;
    expect(found).toEqual({ name: "Larkfield Studio", deleted_at: null, members: 1, living_keys: 0 });
    const audited = await sql()`select actor_kind, target_id from audit_log
      where account_id = ${organization} and action = 'member.erased'`;
    expect(audited).toMatchObject([{ target_id: personId }]);
  });

  it("is refused while they are an organization's only owner", async () => {
    const organization = await insertAccount(sql(), "Only Mine");
    await insertMember(sql(), organization, personId, "owner");
    await insertNewMember(sql(), organization, "admin");
    expect(await refusal(request())).toMatchObject({
      code: "SOLE_OWNER",
      details: { accounts: [{ id: organization, name: "Only Mine" }] },
    });
  });

  it("waits, with the reason stored, when they became an only owner meanwhile", async () => {
    const { id } = await request();
    const organization = await insertAccount(sql(), "Mine By Now");
    await insertMember(sql(), organization, personId, "owner");
    expect(await carryOut(id)).toEqual({ done: false, reason: `only owner of ${organization}` });
    expect(await person()).toMatchObject({ email, deleted_at: null });
    const second = await insertNewMember(sql(), organization, "owner");
    expect(second).toBeTruthy();
    expect(await carryOut(id)).toMatchObject({ done: true });
  });

  it("keeps everything while the identity provider is away, and goes at the next attempt", async () => {
    const { id } = await request();
    await endDeletedAccount(later(), id);
    await sql()`alter table local_identity.people rename to people_away`;
    await expect(eraseDeleted(later(), id)).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    expect(await person()).toMatchObject({ email, name: "Quentin Quill" });
    await sql()`alter table local_identity.people_away rename to people`;
    expect(await eraseDeleted(later(), id)).toMatchObject({ done: true });
    expect(await person()).toMatchObject({ email: "", name: "" });
  });

  it("can undo it, and can then ask anew", async () => {
    const first = await request();
    await undoPersonDeletion(self, billing);
    const second = await request();
    expect(second.id).not.toBe(first.id);
    const due = await listDueDeletions(later().clock.now(), 1_000);
    expect(due.map(({ id }) => id)).toContain(second.id);
    expect(due.map(({ id }) => id)).not.toContain(first.id);
  });

  it("is erased at once, unasked, when the identity provider has deleted them", async () => {
    const { sessionId } = await startCheckout(
      self,
      { price: "pro_monthly" },
      { email, name: "Quentin Quill" },
    );
    await stack.control(`checkout/${sessionId}/complete`, { email });
    await stack.settleDeliveries();
    await drainQueue();
    const organization = await insertAccount(sql(), "Left Behind");
    await insertMember(sql(), organization, personId, "owner");
    await sql()`update people set deleted_at = now(), identity_deleted_at = now() where id = ${personId}`;
    const told = { personId, accountId };
    const scheduled = await schedulePersonForIdentity(makeContext(), told);
    expect(await schedulePersonForIdentity(makeContext(), told)).toMatchObject({ deletionId: null });
    expect(await carryOut(String(scheduled.deletionId))).toMatchObject({ done: true });
    expect(await person()).toMatchObject({ email: "", name: "" });
    const [subscription] = await sql()`select status from subscriptions where account_id = ${accountId}`;
    expect(subscription?.["status"]).toBe("canceled");
    const left = await sql()`select account_id from members where person_id = ${personId}`;
    expect(left).toEqual([{ account_id: organization }]);
    expect(await schedulePersonForIdentity(makeContext(), told)).toEqual({
      deletionId: null,
      reason: "erased already",
    });
  });

  it("is refused with another name typed", async () => {
    expect(await refusal(request("Quentin"))).toMatchObject({ code: "INVALID_REQUEST" });
  });
});
