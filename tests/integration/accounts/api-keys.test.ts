import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthenticator } from "@/lib/accounts/access/authenticator";
import { createApiKey } from "@/lib/accounts/actions/create-api-key";
import { revokeApiKey } from "@/lib/accounts/actions/revoke-api-key";
import { rotateApiKey } from "@/lib/accounts/actions/rotate-api-key";
import { permissionsOfScopes, type Role, type Scope } from "@/lib/accounts/permissions";
import { listApiKeys } from "@/lib/accounts/queries/list-api-keys";
import { createApiKeyBody } from "@/lib/accounts/schemas";
import type { AccountContext } from "@/lib/platform/context";
import { hashSecret } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { type HeldClock, holdClock, makeAccountContext, makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount, insertNewMember } from "@/tests/support/people";

const HOUR = 3_600_000;
const A_DAY = { overlapHours: 24 } as const;
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

interface Account {
  readonly id: string;
  readonly clock: HeldClock;
  as(role: Role): Promise<AccountContext>;
}
async function newAccount(): Promise<Account> {
  const id = await insertAccount(db.owner);
  const clock = holdClock();
  return {
    id,
    clock,
    as: async (role) =>
      makeAccountContext(
        { accountId: id, personId: await insertNewMember(db.owner, id, role), role },
        { clock },
      ),
  };
}
const body = (over: { scopes?: Scope[]; expiresAt?: string | null } = {}) =>
  createApiKeyBody.parse({ name: "CI", ...over });

/** Calls an account route with a key, as the route wrapper does. Requests an hour: what the plan would say. */
async function callWith(key: string, clock = holdClock(), scope: Scope | undefined = "usage:read") {
  const authenticator = createAuthenticator({ findRequestsAnHour: async () => 1_000 });
  const request = new Request("http://localhost/api/usage", { headers: { authorization: `Bearer ${key}` } });
  return authenticator.account(request, makeContext({ clock, ip: "203.0.113.7" }), {
    kind: "account",
    permission: "usage.read",
    ...(scope && { scope }),
  });
}
const rowOf = async (id: string) => {
  const [row] = await db.owner`select * from api_keys where id = ${id}`;
  return row;
};
const auditsOf = (id: string) =>
  db.owner`select action, actor_id, account_id, before, after from audit_log where target_id = ${id} order by id`;
const notValid = { status: 401, code: "UNAUTHENTICATED" };

describe("a new key", () => {
  test("is shown once: the database keeps its peppered hash and nothing that gives it back", async () => {
    const ctx = await (await newAccount()).as("owner");
    const created = await createApiKey(ctx, body());
    expect(created.key).toMatch(/^mh_live_[0-9A-Za-z]{32}$/);
    expect(created.prefix).toBe(created.key.slice(0, 12));
    const row = await rowOf(created.id);
    expect(row?.["key_hash"]).toEqual(hashSecret(created.key, env().keyPepper));
    const secret = created.key.slice(12);
    const [dump] = await db.owner<{ text: string }[]>`
      select string_agg(line, ' ') as text from (
        select k::text as line from api_keys k union all select a::text from audit_log a union all select o::text from outbox o
      ) everything`;
    expect(dump?.text).not.toContain(secret);
    expect(JSON.stringify(await listApiKeys(ctx))).not.toContain(secret);
  });

  test("lets its bearer in, to its account and with its scopes alone", async () => {
    const account = await newAccount();
    const { id, key } = await createApiKey(await account.as("owner"), body({ scopes: ["usage:read"] }));
    const caller = await callWith(key);
    expect(caller.ctx.actor).toEqual({ kind: "api_key", apiKeyId: id });
    expect(caller.ctx.account.id).toBe(account.id);
    expect([...caller.ctx.permissions]).toEqual(["usage.read"]);
    expect(caller).toMatchObject({
      byCookie: false,
      rateKey: `account:${account.id}`,
      rate: { limit: 1_000, windowSeconds: 3_600 },
    });
    await expect(callWith(key, holdClock(), "billing:read")).rejects.toMatchObject({
      status: 403,
      details: { scope: "billing:read" },
    });
    await expect(callWith(key, holdClock(), undefined as never)).resolves.toBeDefined();
  });

  test("is refused where a route takes no key at all", async () => {
    const { key } = await createApiKey(await (await newAccount()).as("owner"), body());
    const authenticator = createAuthenticator({ findRequestsAnHour: async () => 1_000 });
    const request = new Request("http://localhost/api/account/api-keys", {
      headers: { authorization: `Bearer ${key}` },
    });
    const call = authenticator.account(request, makeContext(), {
      kind: "account",
      permission: "api_keys.create",
    });
    await expect(call).rejects.toMatchObject({ status: 403, code: "FORBIDDEN" });
  });

  test("leaves an audit row that names its maker and not the key", async () => {
    const ctx = await (await newAccount()).as("admin");
    const { id } = await createApiKey(ctx, body({ scopes: ["usage:read", "usage:read"] }));
    expect(await auditsOf(id)).toEqual([
      {
        action: "api_key.created",
        actor_id: ctx.actor.kind === "person" ? ctx.actor.personId : "",
        account_id: ctx.account.id,
        before: null,
        after: { name: "CI", scopes: ["usage:read"], expiresAt: null },
      },
    ]);
  });

  test.each<[Role, Scope[]]>([
    ["member", ["billing:read"]],
    ["member", ["usage:read", "billing:read"]],
    ["billing", ["usage:write"]],
    ["viewer", ["usage:write"]],
    ["viewer", ["billing:read"]],
  ])("made by a %s may not carry %j, which is more than its maker may do", async (role, scopes) => {
    const ctx = await (await newAccount()).as(role);
    await expect(createApiKey(ctx, body({ scopes }))).rejects.toMatchObject({
      status: 403,
      code: "FORBIDDEN",
    });
    expect(await listApiKeys(ctx)).toEqual([]);
  });

  test("must expire in the future", async () => {
    const account = await newAccount();
    const ctx = await account.as("owner");
    for (const expiresAt of [account.clock.now(), new Date(account.clock.now().getTime() - 1)]) {
      await expect(createApiKey(ctx, body({ expiresAt: expiresAt.toISOString() }))).rejects.toMatchObject({
        status: 400,
      });
    }
  });
});

describe("a key is refused", () => {
  test.each([
    "",
    "nonsense",
    "mh_live_short",
    `mh_live_${"a".repeat(33)}`,
    `mh_live_${"ä".repeat(32)}`,
    `mh_live_${"0".repeat(32)}`,
  ])("when nobody made it: %j", async (key) => {
    await expect(callWith(key)).rejects.toMatchObject(notValid);
  });

  test("from the moment it expires", async () => {
    const account = await newAccount();
    const expiresAt = new Date(account.clock.now().getTime() + HOUR).toISOString();
    const { key } = await createApiKey(await account.as("owner"), body({ expiresAt }));
    account.clock.advance(HOUR - 1);
    await expect(callWith(key, account.clock)).resolves.toBeDefined();
    // Believed a moment ago, and still refused: the expiry is checked on every call.
    account.clock.advance(1);
    await expect(callWith(key, account.clock)).rejects.toMatchObject({
      ...notValid,
      message: expect.stringContaining("expired"),
    });
  });

  test("from the call after it was revoked in this process, although it was believed before", async () => {
    const account = await newAccount();
    const ctx = await account.as("owner");
    const { id, key } = await createApiKey(ctx, body());
    await callWith(key, account.clock);
    await revokeApiKey(ctx, id);
    await expect(callWith(key, account.clock)).rejects.toMatchObject({
      ...notValid,
      message: expect.stringContaining("revoked"),
    });
  });

  test("at most five seconds after another process revoked it", async () => {
    const account = await newAccount();
    const { id, key } = await createApiKey(await account.as("owner"), body());
    await callWith(key, account.clock);
    await db.owner`update api_keys set revoked_at = now() where id = ${id}`;
    account.clock.advance(4_999);
    await expect(callWith(key, account.clock)).resolves.toBeDefined();
    account.clock.advance(1);
    await expect(callWith(key, account.clock)).rejects.toMatchObject(notValid);
  });

  test("when its account is deleted", async () => {
    const account = await newAccount();
    const { key } = await createApiKey(await account.as("owner"), body());
    await db.owner`update accounts set deleted_at = now() where id = ${account.id}`;
    await expect(callWith(key)).rejects.toMatchObject(notValid);
  });
});

describe("revoking", () => {
  test("twice is the same as once, and leaves one audit row", async () => {
    const account = await newAccount();
    const ctx = await account.as("owner");
    const { id } = await createApiKey(ctx, body());
    const first = await revokeApiKey(ctx, id);
    account.clock.advance(HOUR);
    expect(await revokeApiKey(ctx, id)).toEqual(first);
    expect((await auditsOf(id)).map((row) => row["action"])).toEqual(["api_key.created", "api_key.revoked"]);
  });
});

describe("rotating", () => {
  test("gives a new key of the same name and scopes, and lets the old one work for another 24 hours", async () => {
    const account = await newAccount();
    const ctx = await account.as("owner");
    const old = await createApiKey(ctx, body({ scopes: ["usage:read"] }));
    const successor = await rotateApiKey(ctx, old.id, A_DAY);
    expect(successor).toMatchObject({ name: old.name, scopes: old.scopes, expiresAt: null });
    expect(successor.key).not.toBe(old.key);
    account.clock.advance(24 * HOUR - 1);
    await expect(callWith(old.key, account.clock)).resolves.toBeDefined();
    await expect(callWith(successor.key, account.clock)).resolves.toBeDefined();
    account.clock.advance(1);
    await expect(callWith(old.key, account.clock)).rejects.toMatchObject(notValid);
    await expect(callWith(successor.key, account.clock)).resolves.toBeDefined();
  });

  test("does not make a key live longer than it would have", async () => {
    const account = await newAccount();
    const ctx = await account.as("owner");
    const expiresAt = new Date(account.clock.now().getTime() + HOUR).toISOString();
    const old = await createApiKey(ctx, body({ expiresAt }));
    const successor = await rotateApiKey(ctx, old.id, A_DAY);
    expect(successor.expiresAt).toBe(expiresAt);
    expect((await rowOf(old.id))?.["expires_at"].toISOString()).toBe(expiresAt);
  });

  test("is recorded with the successor and the end of the old key", async () => {
    const ctx = await (await newAccount()).as("owner");
    const old = await createApiKey(ctx, body());
    const { id } = await rotateApiKey(ctx, old.id, A_DAY);
    expect((await auditsOf(old.id)).at(-1)).toMatchObject({
      action: "api_key.rotated",
      after: { successorId: id, oldKeyExpiresAt: expect.any(String) },
    });
  });

  test("a key that is revoked or expired is refused", async () => {
    const account = await newAccount();
    const ctx = await account.as("owner");
    const revoked = await createApiKey(ctx, body());
    await revokeApiKey(ctx, revoked.id);
    const expiresAt = new Date(account.clock.now().getTime() + HOUR).toISOString();
    const expired = await createApiKey(ctx, body({ expiresAt }));
    account.clock.advance(HOUR);
    for (const { id } of [revoked, expired])
      await expect(rotateApiKey(ctx, id, A_DAY)).rejects.toMatchObject({ status: 409 });
  });

  test("does not renew rights that the caller has lost since", async () => {
    const account = await newAccount();
    const admin = await account.as("admin");
    const { id } = await createApiKey(admin, body({ scopes: ["billing:read"] }));
    const personId = admin.actor.kind === "person" ? admin.actor.personId : "";
    const demoted = makeAccountContext(
      { accountId: account.id, personId, role: "member" },
      { clock: account.clock },
    );
    await expect(rotateApiKey(demoted, id, A_DAY)).rejects.toMatchObject({ status: 403, code: "FORBIDDEN" });
    await expect(revokeApiKey(demoted, id)).resolves.toBeDefined();
  });
});

describe("a key that is not the caller's", () => {
  const acts = [
    ["revoke", revokeApiKey],
    ["rotate", (ctx: AccountContext, id: string) => rotateApiKey(ctx, id, A_DAY)],
  ] as const;

  test.each(acts)(
    "of another account does not exist for who tries to %s it, owner or not",
    async (_verb, act) => {
      const { id } = await createApiKey(await (await newAccount()).as("owner"), body());
      const stranger = await (await newAccount()).as("owner");
      await expect(act(stranger, id)).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
      expect(await rowOf(id)).toMatchObject({ revoked_at: null, expires_at: null });
    },
  );

  test.each(acts)(
    "in the same account does not exist for a member who tries to %s it, but does for an admin",
    async (_verb, act) => {
      const account = await newAccount();
      const { id } = await createApiKey(await account.as("owner"), body());
      await expect(act(await account.as("member"), id)).rejects.toMatchObject({ status: 404 });
      await expect(act(await account.as("admin"), id)).resolves.toBeDefined();
    },
  );

  test.each(acts)("and never was answers the same when someone tries to %s it", async (_verb, act) => {
    await expect(act(await (await newAccount()).as("owner"), newId())).rejects.toMatchObject({
      status: 404,
      code: "NOT_FOUND",
    });
  });

  test("cannot be managed by a key, not even by itself", async () => {
    const account = await newAccount();
    const { id } = await createApiKey(await account.as("owner"), body());
    const asKey: AccountContext = {
      ...makeContext({ actor: { kind: "api_key", apiKeyId: id } }),
      account: { id: account.id },
      permissions: permissionsOfScopes(["usage:read", "usage:write", "billing:read"]),
    };
    await expect(revokeApiKey(asKey, id)).rejects.toMatchObject({ status: 404 });
    expect(await listApiKeys(asKey)).toEqual([]);
  });
});

describe("the list", () => {
  test("shows managers every key of the account, a member their own, and nobody another account's", async () => {
    const account = await newAccount();
    const [owner, member, stranger] = [
      await account.as("owner"),
      await account.as("member"),
      await (await newAccount()).as("owner"),
    ];
    const byOwner = await createApiKey(owner, body());
    const byMember = await createApiKey(member, body());
    const idsSeenBy = async (ctx: AccountContext) => (await listApiKeys(ctx)).map(({ id }) => id).sort();
    expect(await idsSeenBy(owner)).toEqual([byOwner.id, byMember.id].sort());
    expect(await idsSeenBy(await account.as("admin"))).toEqual([byOwner.id, byMember.id].sort());
    expect(await idsSeenBy(member)).toEqual([byMember.id]);
    expect(await idsSeenBy(await account.as("viewer"))).toEqual([]);
    expect(await idsSeenBy(stranger)).toEqual([]);
  });

  test("tells when and from where a key was last used, noted at most once a minute", async () => {
    const account = await newAccount();
    const { id, key } = await createApiKey(await account.as("owner"), body());
    const usedAt = account.clock.now();
    await callWith(key, account.clock);
    expect(await rowOf(id)).toMatchObject({ last_used_at: usedAt, last_used_ip: "203.0.113.7" });
    account.clock.advance(30_000);
    await callWith(key, account.clock);
    expect(await rowOf(id)).toMatchObject({ last_used_at: usedAt });
    account.clock.advance(30_001);
    await callWith(key, account.clock);
    expect(await rowOf(id)).toMatchObject({ last_used_at: account.clock.now() });
  });
});
