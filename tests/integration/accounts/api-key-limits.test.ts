import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createApiKey } from "@/lib/accounts/actions/create-api-key";
import { revokeApiKey } from "@/lib/accounts/actions/revoke-api-key";
import { rotateApiKey } from "@/lib/accounts/actions/rotate-api-key";
import { warnExpiringKeys } from "@/lib/accounts/actions/warn-expiring-keys";
import { listApiKeys } from "@/lib/accounts/queries/list-api-keys";
import { API_KEYS_MOST, createApiKeyBody } from "@/lib/accounts/schemas";
import type { AccountContext } from "@/lib/platform/context";
import * as queue from "@/lib/platform/inngest";
import { type HeldClock, holdClock, makeAccountContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount, insertNewMember } from "@/tests/support/people";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const full = { status: 422, code: "API_KEY_LIMIT" };
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(() => void vi.spyOn(queue, "sendToQueue").mockResolvedValue(undefined));

async function newOwner(clock: HeldClock = holdClock()): Promise<AccountContext & { clock: HeldClock }> {
  const accountId = await insertAccount(db.owner);
  const personId = await insertNewMember(db.owner, accountId, "owner");
  return { ...makeAccountContext({ accountId, personId, role: "owner" }), clock };
}
const newKey = (ctx: AccountContext, livesMs: number | null = null) =>
  createApiKey(
    ctx,
    createApiKeyBody.parse({
      name: "CI",
      expiresAt: livesMs === null ? null : new Date(ctx.clock.now().getTime() + livesMs).toISOString(),
    }),
  );
async function fill(ctx: AccountContext): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < API_KEYS_MOST) ids.push((await newKey(ctx)).id);
  return ids;
}
const countLive = async (accountId: string) => {
  const [row] = await db.owner<{ live: number }[]>`
    select count(*)::int as live from api_keys
    where account_id = ${accountId} and revoked_at is null and successor_id is null`;
  return row?.live;
};

describe("an account", () => {
  test("has at most twenty live keys, however many are asked for at once", async () => {
    const ctx = await newOwner();
    for (let each = 0; each < API_KEYS_MOST - 2; each += 1) await newKey(ctx);
    const answers = await Promise.allSettled(Array.from({ length: 12 }, () => newKey(ctx)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toMatchObject(full);
    expect(await countLive(ctx.account.id)).toBe(API_KEYS_MOST);
  });

  test("that is full has room again after one was revoked, or has ended", async () => {
    const ctx = await newOwner();
    const [first = ""] = await fill(ctx);
    await expect(newKey(ctx)).rejects.toMatchObject(full);
    await revokeApiKey(ctx, first);
    await newKey(ctx, HOUR);
    await expect(newKey(ctx)).rejects.toMatchObject(full);
    ctx.clock.advance(HOUR);
    await expect(newKey(ctx)).resolves.toBeDefined();
  });

  test("that is full can still rotate, and takes nothing from another account", async () => {
    const ctx = await newOwner();
    const [first = ""] = await fill(ctx);
    await expect(rotateApiKey(ctx, first, { overlapHours: 72 })).resolves.toBeDefined();
    expect(await countLive(ctx.account.id)).toBe(API_KEYS_MOST);
    await expect(newKey(await newOwner())).resolves.toBeDefined();
  });

  test("cannot pile up replaced keys: after twenty that still work, rotating needs to be without overlap", async () => {
    const ctx = await newOwner();
    let { id } = await newKey(ctx);
    for (let each = 0; each < API_KEYS_MOST; each += 1) {
      id = (await rotateApiKey(ctx, id, { overlapHours: 72 })).id;
    }
    await expect(rotateApiKey(ctx, id, { overlapHours: 1 })).rejects.toMatchObject(full);
    await expect(rotateApiKey(ctx, id, { overlapHours: 0 })).resolves.toBeDefined();
  });
});

describe("rotating", () => {
  test.each([1, 24, 72] as const)("leaves the old key %d hours", async (overlapHours) => {
    const ctx = await newOwner();
    const { id } = await newKey(ctx);
    const successor = await rotateApiKey(ctx, id, { overlapHours });
    const old = (await listApiKeys(ctx)).find((key) => key.id === id);
    expect(old).toMatchObject({
      expiresAt: new Date(ctx.clock.now().getTime() + overlapHours * HOUR).toISOString(),
      successorId: successor.id,
      revokedAt: null,
    });
  });

  test("without overlap revokes the old key in the name of who rotated it", async () => {
    const ctx = await newOwner();
    await db.owner`update people set name = 'Rosa' where id = ${ctx.actor.kind === "person" ? ctx.actor.personId : ""}`;
    const { id } = await newKey(ctx);
    await rotateApiKey(ctx, id, { overlapHours: 0 });
    const old = (await listApiKeys(ctx)).find((key) => key.id === id);
    expect(old).toMatchObject({ revokedAt: ctx.clock.now().toISOString(), revokedByName: "Rosa" });
  });

  test("a replaced key again is refused, also when two people rotate at once", async () => {
    const ctx = await newOwner();
    const { id } = await newKey(ctx);
    const both = await Promise.allSettled([
      rotateApiKey(ctx, id, { overlapHours: 24 }),
      rotateApiKey(ctx, id, { overlapHours: 24 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { status: 409 } });
  });
});

describe("a key that ends", () => {
  const noticesOf = async (id: string) => {
    const rows = await db.owner<{ data: { daysLeft: number } }[]>`
      select data from outbox where name = 'accounts/api_key.expiring' and data ->> 'apiKeyId' = ${id} order by id`;
    return rows.map(({ data }) => data.daysLeft);
  };

  test("is announced seven days and one day before, each once, however often and widely the job runs", async () => {
    const ctx = await newOwner();
    const { id } = await newKey(ctx, 30 * DAY);
    await warnExpiringKeys(ctx.clock);
    expect(await noticesOf(id)).toEqual([]);
    ctx.clock.advance(23 * DAY);
    await Promise.all(Array.from({ length: 6 }, () => warnExpiringKeys(ctx.clock)));
    expect(await noticesOf(id)).toEqual([7]);
    ctx.clock.advance(3 * DAY);
    await warnExpiringKeys(ctx.clock);
    expect(await noticesOf(id)).toEqual([7]);
    ctx.clock.advance(3 * DAY);
    await Promise.all(Array.from({ length: 6 }, () => warnExpiringKeys(ctx.clock)));
    expect(await noticesOf(id)).toEqual([7, 1]);
    ctx.clock.advance(2 * DAY);
    await warnExpiringKeys(ctx.clock);
    expect(await noticesOf(id)).toEqual([7, 1]);
  });

  test("is announced once when the job slept through the first notice", async () => {
    const ctx = await newOwner();
    const { id } = await newKey(ctx, 30 * DAY);
    ctx.clock.advance(29.5 * DAY);
    await warnExpiringKeys(ctx.clock);
    await warnExpiringKeys(ctx.clock);
    expect(await noticesOf(id)).toEqual([1]);
  });

  test("is not announced when it was made for a few days, revoked, replaced, or its account is gone", async () => {
    const ctx = await newOwner();
    const short = await newKey(ctx, 5 * DAY);
    const revoked = await newKey(ctx, 30 * DAY);
    await revokeApiKey(ctx, revoked.id);
    const replaced = await newKey(ctx, 30 * DAY);
    await rotateApiKey(ctx, replaced.id, { overlapHours: 72 });
    const gone = await newOwner(ctx.clock);
    const orphan = await newKey(gone, 30 * DAY);
    await db.owner`update accounts set deleted_at = now() where id = ${gone.account.id}`;
    await warnExpiringKeys(ctx.clock);
    ctx.clock.advance(23.5 * DAY);
    await warnExpiringKeys(ctx.clock);
    for (const { id } of [short, revoked, replaced, orphan]) expect(await noticesOf(id)).toEqual([]);
  });

  test("and was made for a few days is still announced on its last", async () => {
    const ctx = await newOwner();
    const { id } = await newKey(ctx, 5 * DAY);
    ctx.clock.advance(4 * DAY);
    await warnExpiringKeys(ctx.clock);
    expect(await noticesOf(id)).toEqual([1]);
  });
});
