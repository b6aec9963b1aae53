import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listActivity } from "@/lib/accounts/audit/list-activity";
import { getAuditEntry, listAllAuditEntries, listAuditEntries } from "@/lib/accounts/audit/list-entries";
import { loadNames } from "@/lib/accounts/audit/load-names";
import { recordAudit } from "@/lib/accounts/audit/record-audit";
import type { Role } from "@/lib/accounts/permissions";
import type { Actor } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { holdClock, makeAccountContext, makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount, insertNewMember, insertPerson } from "@/tests/support/people";
import { makeEntry, writeEntries } from "./support/entries";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const person = (personId: string): Actor => ({ kind: "person", personId, sessionId: "s" });
const as = (accountId: string, personId: string, role: Role) =>
  makeAccountContext({ accountId, personId, role });
const stripe: Actor = { kind: "webhook", provider: "stripe", eventId: "evt_1" };

/** An account with an owner and entries of several kinds, one an hour. */
async function seedAccount() {
  const accountId = await insertAccount(db.owner);
  const [owner, member, billing] = await Promise.all([
    insertNewMember(db.owner, accountId, "owner"),
    insertNewMember(db.owner, accountId, "member"),
    insertNewMember(db.owner, accountId, "billing"),
  ]);
  const clock = holdClock(new Date("2026-11-01T00:00:00Z"));
  const write = async (actor: Actor, overrides: Parameters<typeof makeEntry>[1]) => {
    await recordAudit(database(), makeContext({ actor, clock }), makeEntry(accountId, overrides));
    clock.advance(3_600_000);
  };
  await write(person(owner), { action: "account.created", targetKind: "account", targetId: accountId });
  await write(person(owner), { action: "api_key.created", targetId: "key-1" });
  await write(person(member), { action: "api_key.created", targetId: "key-2" });
  await write(stripe, { action: "plan.changed", targetKind: "plan", targetId: "pro" });
  await write(person(owner), { action: "member.removed", targetKind: "person", targetId: "user_gone" });
  await write(person(owner), { action: "audit_log.exported", targetKind: "account", targetId: accountId });
  return { accountId, owner, member, billing };
}

const actions = ({ records }: { records: readonly { action: string }[] }) =>
  records.map(({ action }) => action);

describe("the audit log's list", () => {
  test("pages newest first, each entry once, also where many happened in one microsecond", async () => {
    const accountId = await insertAccount(db.owner);
    const clock = holdClock(new Date("2026-11-01T00:00:00Z"));
    for (let index = 0; index < 25; index += 1) {
      if (index % 10 === 0) clock.advance(1_000);
      await recordAudit(
        database(),
        makeContext({ clock }),
        makeEntry(accountId, { targetId: `key-${index}` }),
      );
    }
    await db.owner`
      insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id, occurred_at)
      select ${accountId}, 'system', 'x', 'plan.changed', 'plan', 'p' || n, '2026-10-31T00:00:00.123456Z'
      from generate_series(1, 12) n`;
    const ctx = as(accountId, "user_x", "owner");
    const seen: string[] = [];
    let startingAfter: string | undefined;
    let hasMore = true;
    while (hasMore) {
      const page = await listAuditEntries(ctx, { limit: 7, ...(startingAfter && { startingAfter }) });
      seen.push(...page.records.map(({ id }) => id));
      startingAfter = page.records.at(-1)?.id;
      hasMore = page.hasMore;
    }
    const stored = await db.owner<{ id: string }[]>`
      select id from audit_log where account_id = ${accountId} order by occurred_at desc, id desc`;
    expect(seen).toEqual(stored.map(({ id }) => id));
  });

  test("filters by actor, kind of actor, action, target and time, and by all at once", async () => {
    const { accountId, owner, member } = await seedAccount();
    const ctx = as(accountId, owner, "owner");
    const found = async (query: Parameters<typeof listAuditEntries>[1]) =>
      actions(await listAuditEntries(ctx, query));
    expect(await found({ actor: member })).toEqual(["api_key.created"]);
    expect(await found({ actor: "webhook" })).toEqual(["plan.changed"]);
    expect(await found({ action: "api_key.created" })).toHaveLength(2);
    expect(await found({ targetId: "key-2" })).toEqual(["api_key.created"]);
    expect(await found({ from: "2026-11-01T04:00:00Z" })).toEqual(["audit_log.exported", "member.removed"]);
    expect(await found({ to: "2026-11-01T01:00:00Z" })).toEqual(["account.created"]);
    expect(
      await found({
        actor: owner,
        action: "api_key.created",
        targetId: "key-1",
        from: "2026-11-01T01:00:00Z",
        to: "2026-11-01T01:00:01Z",
      }),
    ).toEqual(["api_key.created"]);
    expect(await found({ actor: "nobody" })).toEqual([]);
  });

  test("shows nothing of another account, not even by its cursor or its id", async () => {
    const [ours, theirs] = await Promise.all([seedAccount(), seedAccount()]);
    const [foreign] = (await listAuditEntries(as(theirs.accountId, theirs.owner, "owner"))).records;
    const ctx = as(ours.accountId, ours.owner, "owner");
    expect((await listAuditEntries(ctx)).records.every(({ accountId }) => accountId === ours.accountId)).toBe(
      true,
    );
    await expect(listAuditEntries(ctx, { startingAfter: foreign?.id ?? "" })).rejects.toMatchObject({
      code: "INVALID_REQUEST",
    });
    await expect(getAuditEntry(ctx, foreign?.id ?? "")).rejects.toMatchObject({ status: 404 });
  });

  test.each(["billing", "member", "viewer"] as const)("is closed to the role %s", async (role) => {
    const { accountId, owner } = await seedAccount();
    const [entry] = (await listAuditEntries(as(accountId, owner, "owner"))).records;
    const ctx = as(accountId, owner, role);
    await expect(listAuditEntries(ctx)).rejects.toMatchObject({ status: 403 });
    await expect(getAuditEntry(ctx, entry?.id ?? "")).rejects.toMatchObject({ status: 403 });
  });

  test("for staff goes over every account and the installation, or one account of them", async () => {
    const { accountId } = await seedAccount();
    await writeEntries(null, 1);
    const all = await listAllAuditEntries({ limit: 100 });
    expect(all.records.some((record) => record.accountId === null)).toBe(true);
    expect(new Set(all.records.map((record) => record.accountId)).size).toBeGreaterThan(2);
    const one = await listAllAuditEntries({ accountId, limit: 100 });
    expect(one.records).toHaveLength(6);
    const next = await listAllAuditEntries({ accountId, limit: 2, startingAfter: one.records[3]?.id });
    expect(next.records).toEqual(one.records.slice(4));
  });
});

describe("names", () => {
  test("are joined as they are today, and only of people who belong to the account, and of staff", async () => {
    const { accountId, owner, member } = await seedAccount();
    const stranger = await insertPerson(db.owner);
    const staff = await insertPerson(db.owner);
    await db.owner`insert into platform_admins (person_id, granted_by) values (${staff}, 'test')`;
    await db.owner`update people set name = 'Ada Okafor' where id = ${owner}`;
    for (const actor of [stranger, staff]) {
      await recordAudit(database(), makeContext({ actor: person(actor) }), makeEntry(accountId));
    }
    const { records } = await listAuditEntries(as(accountId, owner, "owner"), { limit: 100 });
    const names = await loadNames(records, accountId);
    expect(names.get(owner)).toBe("Ada Okafor");
    expect(names.get(staff)).toBe("Meterhouse staff");
    expect(names.has(stranger)).toBe(false);
    expect((await loadNames(records, null)).has(stranger)).toBe(true);
    await db.owner`delete from members where person_id = ${member}`;
    expect(names.has(member)).toBe(true);
    expect((await loadNames(records, accountId)).has(member)).toBe(false);
  });
});

describe("the activity of an account", () => {
  test.each<[Role, readonly string[]]>([
    [
      "owner",
      [
        "audit_log.exported",
        "member.removed",
        "plan.changed",
        "api_key.created",
        "api_key.created",
        "account.created",
      ],
    ],
    [
      "admin",
      [
        "audit_log.exported",
        "member.removed",
        "plan.changed",
        "api_key.created",
        "api_key.created",
        "account.created",
      ],
    ],
    ["billing", ["plan.changed", "account.created"]],
    ["member", ["account.created"]],
    ["viewer", ["account.created"]],
  ])("shows the role %s what it may know", async (role, expected) => {
    const { accountId } = await seedAccount();
    const ctx = as(accountId, await insertNewMember(db.owner, accountId, role), role);
    expect(actions(await listActivity(ctx))).toEqual(expected);
  });

  test("always shows people what they did themselves", async () => {
    const { accountId, member } = await seedAccount();
    expect(actions(await listActivity(as(accountId, member, "member")))).toEqual([
      "api_key.created",
      "account.created",
    ]);
  });

  test("filters by kind and pages", async () => {
    const { accountId, owner, member } = await seedAccount();
    const ctx = as(accountId, owner, "owner");
    expect(actions(await listActivity(ctx, { kind: "api_keys" }))).toEqual([
      "api_key.created",
      "api_key.created",
    ]);
    expect(actions(await listActivity(as(accountId, member, "member"), { kind: "billing" }))).toEqual([]);
    const first = await listActivity(ctx, { limit: 4 });
    const second = await listActivity(ctx, { limit: 4, startingAfter: first.records.at(-1)?.id });
    expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    expect([...actions(first), ...actions(second)]).toEqual(actions(await listActivity(ctx)));
  });
});
