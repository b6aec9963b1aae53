import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { deleteEndedVisits } from "@/lib/operations/back-office/repository";
import { openSqlDoor, type SqlDoor } from "../rls/doors";
import { type MatrixWorld, startMatrixWorld } from "./support/matrix-world";
import { inScopeOf } from "./support/request-scope";

vi.mock("next/headers", async () => (await import("./support/request-scope")).nextHeaders);
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let world: MatrixWorld;
let door: SqlDoor;
let accounts: typeof import("@/lib/accounts");
let makeContext: typeof import("@/tests/support/context").makeContext;
let handlers: {
  list: typeof import("@/app/api/admin/accounts/route");
  one: typeof import("@/app/api/admin/accounts/[id]/route");
  visits: typeof import("@/app/api/admin/accounts/[id]/visits/route");
  admins: typeof import("@/app/api/admin/admins/route");
};
let cookie: string;
let calls = 0;

beforeAll(async () => {
  world = await startMatrixWorld();
  door = openSqlDoor(world.db);
  accounts = await import("@/lib/accounts");
  ({ makeContext } = await import("@/tests/support/context"));
  handlers = {
    list: await import("@/app/api/admin/accounts/route"),
    one: await import("@/app/api/admin/accounts/[id]/route"),
    visits: await import("@/app/api/admin/accounts/[id]/visits/route"),
    admins: await import("@/app/api/admin/admins/route"),
  };
});
afterAll(async () => {
  await door.close();
  await world.stop();
});
beforeEach(async () => {
  // Every test has an admin of its own, who has not said yet why they look at anything.
  calls += 1;
  const email = `staff.${calls}@example.com`;
  const id = `user_staff_${calls}`;
  for (const table of ["public.people", "local_identity.people"]) {
    await world.db
      .owner`insert into ${world.db.owner(table)} (id, email, name) values (${id}, ${email}, 'Sam Staff')`;
  }
  await world.db.owner`
    with made as (
      insert into accounts (kind, personal_person_id, name, slug) values ('personal', ${id}, 'Sam Staff', ${`sam-${calls}`})
      returning id
    ) insert into members (account_id, person_id, role) select id, ${id}, 'owner' from made`;
  await accounts.grantPlatformAdmin(makeContext(), email);
  staff = { id, email };
  cookie = await world.openSession(id);
});
let staff: { id: string; email: string };

type Handler = (request: Request, segment: { params: Promise<Record<string, string>> }) => Promise<Response>;

async function call(handler: Handler, query = "", params: Record<string, string> = {}, body?: unknown) {
  calls += 1;
  const request = new Request(`http://localhost:3000/api/admin${query}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      cookie,
      "content-type": "application/json",
      "x-forwarded-for": `2001:db8:1::${calls.toString(16)}`,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await inScopeOf(request, () => handler(request, { params: Promise.resolve(params) }));
  const text = await response.text();
  const parsed = JSON.parse(text) as { data: Record<string, unknown>; error?: { code: string } };
  return { status: response.status, text, data: parsed.data, code: parsed.error?.code };
}

const open = (id: string, reason = "Ticket 2204, asked for help") =>
  call(handlers.visits.POST, "", { id }, { reason });
const look = (id: string) => call(handlers.one.GET, "", { id });
const looksOf = async (accountId: string) =>
  (
    await world.db.owner`
    select action, after ->> 'reason' as reason from audit_log
    where account_id = ${accountId} and actor_id = ${staff.id} order by occurred_at, id`
  ).map((row) => ({ ...row }));

describe("looking into an account", () => {
  test("needs a reason, which the account's owner reads with every look", async () => {
    expect(await look(world.ours)).toMatchObject({ status: 403, code: "REASON_REQUIRED" });
    expect(await looksOf(world.ours)).toEqual([]);
    for (const reason of ["", "abc", "    a   ", "x".repeat(501)]) {
      expect(await open(world.ours, reason)).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
    }

    expect((await open(world.ours)).status).toBe(201);
    expect((await look(world.ours)).status).toBe(200);
    expect((await look(world.ours)).status).toBe(200);

    const reason = "Ticket 2204, asked for help";
    expect(await looksOf(world.ours)).toEqual([
      { action: "account.opened_by_admin", reason },
      { action: "account.viewed_by_admin", reason },
      { action: "account.viewed_by_admin", reason },
    ]);
    const seen = async (reader: string) =>
      await door.run(
        "authenticated",
        { role: "authenticated", sub: reader },
        `select action as key from audit_log where actor_id = '${staff.id}'`,
      );
    expect(await seen(world.people.owner)).toMatchObject({
      keys: ["account.opened_by_admin", "account.viewed_by_admin", "account.viewed_by_admin"],
    });
    expect(await seen(world.people.stranger)).toEqual({ keys: [] });
  });

  test("shows plan, usage, people, keys and log of that account, no secret and nothing of another", async () => {
    await open(world.ours);
    const { data, text } = await look(world.ours);
    expect(data).toMatchObject({
      account: { id: world.ours, name: "Larkfield Studio" },
      overview: { plan: "pro" },
      customer: { id: "cus_ours" },
      invoices: [{ id: "in_ours" }],
    });
    expect((data["members"] as { role: string }[]).map(({ role }) => role).sort()).toEqual([
      "admin",
      "billing",
      "member",
      "owner",
      "viewer",
    ]);
    expect((data["apiKeys"] as object[]).length).toBeGreaterThan(0);
    const hashes = await world.db.owner<
      { hash: string }[]
    >`select encode(key_hash, 'hex') as hash from api_keys`;
    for (const { hash } of hashes) expect(text).not.toContain(hash);
    expect(text).not.toMatch(/key_?hash|203\.0\.113\.7/i);
    for (const foreign of [world.theirs, world.people.stranger, "cus_theirs", "in_theirs"]) {
      expect(text).not.toContain(foreign);
    }
  });

  test("asks for the reason again after an hour, for each account and of each admin", async () => {
    await open(world.ours);
    expect(await look(world.theirs)).toMatchObject({ status: 403, code: "REASON_REQUIRED" });
    const other = world.people.platformAdmin;
    await world.db.owner`
      insert into admin_visits (account_id, person_id, reason, opened_at, ends_at)
      values (${world.theirs}, ${staff.id}, 'Long ago', now() - interval '61 minutes', now() - interval '1 minute')`;
    expect(await look(world.theirs)).toMatchObject({ status: 403, code: "REASON_REQUIRED" });
    expect(await deleteEndedVisits()).toBe(1);
    // Somebody else's reason is none of mine.
    expect(await world.db.owner`select from admin_visits where person_id = ${other}`).not.toHaveLength(0);
    expect(await look(world.theirs)).toMatchObject({ status: 403 });
  });

  test("of an account that is absent or deleted finds nothing and records nothing", async () => {
    const absent = crypto.randomUUID();
    expect(await look(absent)).toMatchObject({ status: 404 });
    expect(await open(absent)).toMatchObject({ status: 404 });
    expect(await look("not-an-id")).toMatchObject({ status: 400 });
    expect(await world.db.owner`select from audit_log where target_id = ${absent}`).toHaveLength(0);
  });
});

describe("the list", () => {
  test.each([
    ["part of the name", "arkfie", 2],
    ["an id", "OURS", 1],
    ["the provider's customer", "cus_ours", 1],
    ["what only looks like a pattern", "%", 0],
    ["what is nowhere", "zephyr", 0],
  ])("finds by %s", async (_what, text, count) => {
    const { data } = await call(
      handlers.list.GET,
      `?q=${encodeURIComponent(text.replace("OURS", world.ours))}`,
    );
    expect(data["accounts"]).toHaveLength(count);
  });

  test("finds by a member's address, and shows nobody's", async () => {
    const [owner] = await world.db.owner<{ email: string }[]>`
      select email from people where id = ${world.people.owner}`;
    const { data, text } = await call(
      handlers.list.GET,
      `?q=${encodeURIComponent((owner?.email ?? "").toUpperCase())}`,
    );
    expect(data["accounts"]).toMatchObject([
      { id: world.ours, plan: "pro", subscriptionStatus: "active", members: 5 },
    ]);
    expect(text).not.toContain("@");
  });

  test("comes in pages that together hold every account once", async () => {
    const seen: string[] = [];
    let hasMore = true;
    while (hasMore) {
      const after = seen.length > 0 ? `&startingAfter=${seen.at(-1)}` : "";
      const { data } = await call(handlers.list.GET, `?limit=2${after}`);
      seen.push(...(data["accounts"] as { id: string }[]).map(({ id }) => id));
      hasMore = data["hasMore"] as boolean;
    }
    const all = await world.db.owner<{ id: string }[]>`
      select id from accounts where deleted_at is null order by created_at desc, id desc`;
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  test("is recorded in the installation's log with what it showed, without what was searched for", async () => {
    await call(handlers.list.GET, "?q=someone@example.com");
    await call(handlers.list.GET, "?q=cus_ours");
    const rows = await world.db.owner`
      select account_id, after from audit_log
      where actor_id = ${staff.id} and action = 'accounts.listed_by_admin' order by occurred_at, id`;
    expect(rows).toEqual([
      { account_id: null, after: { searched: true, accountIds: [] } },
      { account_id: null, after: { searched: true, accountIds: [world.ours] } },
    ]);
  });
});

describe("being a platform admin", () => {
  test("ends at once when it is revoked, open reasons included, and can be given again", async () => {
    await open(world.ours);
    expect((await look(world.ours)).status).toBe(200);
    expect(await accounts.revokePlatformAdmin(makeContext(), staff.email)).toMatchObject({ changed: true });
    for (const answer of [
      await look(world.ours),
      await open(world.ours),
      await call(handlers.list.GET),
      await call(handlers.admins.GET),
    ]) {
      expect(answer).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
    expect(await accounts.revokePlatformAdmin(makeContext(), staff.email)).toMatchObject({ changed: false });
    expect(await accounts.grantPlatformAdmin(makeContext(), staff.email.toUpperCase())).toMatchObject({
      changed: true,
    });
    expect((await look(world.ours)).status).toBe(200);
    const log = await world.db.owner`
      select action, actor_id, account_id, before, after from audit_log where target_id = ${staff.id} and target_kind = 'person'
        and action like 'platform_admin.%' order by occurred_at, id`;
    expect(log.map((row) => row["action"])).toEqual([
      "platform_admin.granted",
      "platform_admin.revoked",
      "platform_admin.granted",
    ]);
    expect(JSON.stringify(log)).not.toContain("@");
  });

  test("is not within an admin's own reach: only a program of the installation makes one", async () => {
    const actor = { kind: "person", personId: staff.id, sessionId: "sess" } as const;
    await expect(accounts.grantPlatformAdmin(makeContext({ actor }), staff.email)).rejects.toMatchObject({
      status: 403,
    });
  });

  test("is refused for an address that nobody has, and for one that two people have", async () => {
    await expect(accounts.grantPlatformAdmin(makeContext(), "nobody@example.com")).rejects.toMatchObject({
      status: 404,
    });
    await world.db.owner`insert into people (id, email) values (${`${staff.id}_twin`}, ${staff.email})`;
    await expect(accounts.revokePlatformAdmin(makeContext(), staff.email)).rejects.toMatchObject({
      status: 409,
    });
    expect((await call(handlers.list.GET)).status).toBe(200);
  });

  test("changes nothing in a dry run", async () => {
    expect(await accounts.revokePlatformAdmin(makeContext(), staff.email, { dryRun: true })).toMatchObject({
      changed: true,
    });
    const { data } = await call(handlers.admins.GET);
    expect(data["admins"]).toContainEqual(
      expect.objectContaining({ personId: staff.id, email: staff.email, grantedBy: "test", revokedAt: null }),
    );
  });
});
