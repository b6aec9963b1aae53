import { describe, expect, it } from "vitest";
import { dataOf, get, post } from "./support/api";
import { sql } from "./support/database";
import { createKey, signUp } from "./support/people";
import { buy } from "./support/purchases";

const usedOf = async (accountId: string, feature: string) => {
  const rows = await sql<{ quantity: number }[]>`
    select quantity from usage_events where account_id = ${accountId} and feature = ${feature}`;
  return rows.reduce((sum, { quantity }) => sum + quantity, 0);
};

describe("counting over HTTP", () => {
  it("allows exactly 5 of 100 calls at once against a limit of 5", async () => {
    const visitor = await signUp();
    await buy(visitor, "pro_monthly", "pro");
    // The plan allows 100 requests an hour: these are all of them.
    const { key } = await createKey(visitor);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post("/api/usage/track", { feature: "ats_scans" }, { key })),
    );

    const allowed = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 403);
    expect(allowed).toHaveLength(5);
    expect(refused).toHaveLength(95);
    const standings = allowed.map((answer) => dataOf<{ used: number }>(answer).used).sort();
    expect(standings).toEqual([1, 2, 3, 4, 5]);
    for (const { body } of refused) {
      expect(body?.error).toMatchObject({
        code: "LIMIT_REACHED",
        feature: "ats_scans",
        used: 5,
        limit: 5,
        remaining: 0,
      });
      expect(Date.parse(String(body?.error?.["resetsAt"]))).toBeGreaterThan(Date.now());
    }
    expect(await usedOf(visitor.accountId, "ats_scans")).toBe(5);
    const overview = dataOf<{ features: { feature: string; used: number }[] }>(
      await get("/api/usage", { cookie: visitor.cookie }),
    );
    expect(overview.features.find(({ feature }) => feature === "ats_scans")?.used).toBe(5);
    // The hundred and first request of the hour.
    const next = await post("/api/usage/check", { feature: "ats_scans" }, { key });
    expect(next.status).toBe(429);
    expect(next.headers.get("ratelimit-limit")).toBe("100");
    expect(Number(next.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("says on every answer where the key stands, and refuses the request after the last", async () => {
    const visitor = await signUp();
    const { key } = await createKey(visitor);
    // Free allows 10 requests an hour.
    for (let remaining = 9; remaining >= 0; remaining -= 1) {
      const answer = await get("/api/usage", { key });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("ratelimit-remaining")).toBe(String(remaining));
      expect(answer.headers.get("ratelimit-policy")).toBe('"plan";q=10;w=3600');
    }
    const refused = await get("/api/usage", { key });
    expect(refused.status).toBe(429);
    expect(refused.body?.error?.code).toBe("RATE_LIMITED");
    expect(refused.headers.get("retry-after")).toBe(refused.headers.get("ratelimit-reset"));
    // The person's own clicking is counted apart.
    expect((await get("/api/usage", { cookie: visitor.cookie })).status).toBe(200);
  });

  it("does not count twice under one Idempotency-Key, and refuses it for another event", async () => {
    const visitor = await signUp();
    const { key } = await createKey(visitor);
    const track = (body: object) =>
      post("/api/usage/track", body, { key }, { "idempotency-key": "import-7" });
    const first = await track({ feature: "generations", quantity: 3 });
    expect(first.body?.data).toMatchObject({ duplicate: false, used: 3 });
    const again = await track({ feature: "generations", quantity: 3 });
    expect(again.body?.data).toMatchObject({ duplicate: true, used: 3 });
    const other = await track({ feature: "generations", quantity: 4 });
    expect(other.status).toBe(409);
    expect(other.body?.error?.code).toBe("CONFLICT");
    expect(await usedOf(visitor.accountId, "generations")).toBe(3);
  });

  it("asks without counting", async () => {
    const visitor = await signUp();
    const { key } = await createKey(visitor);
    const check = () => post("/api/usage/check", { feature: "resumes" }, { key });
    expect((await check()).body?.data).toMatchObject({ allowed: true, used: 0, limit: 1, remaining: 1 });
    expect((await check()).body?.data).toMatchObject({ allowed: true, used: 0 });
    await post("/api/usage/track", { feature: "resumes" }, { key });
    expect((await check()).body?.data).toMatchObject({
      allowed: false,
      reason: "limit_reached",
      used: 1,
      remaining: 0,
    });
  });
});

describe("Idempotency-Key on a POST that writes", () => {
  const start = (cookie: string, price: string, idempotencyKey: string) =>
    post("/api/billing/checkout", { price }, { cookie }, { "idempotency-key": idempotencyKey });

  it("gives the first answer again, marked as such", async () => {
    const { cookie } = await signUp();
    const first = await start(cookie, "pro_monthly", "buy-1");
    const again = await start(cookie, "pro_monthly", "buy-1");
    expect(again.status).toBe(first.status);
    expect(again.body).toEqual(first.body);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  it("makes one API key, shows it again, and stores it nowhere in the clear", async () => {
    const { cookie, accountId } = await signUp();
    const create = () =>
      post("/api/account/api-keys", { name: "CI" }, { cookie }, { "idempotency-key": "key-1" });
    const first = dataOf<{ id: string; key: string }>(await create());
    expect(dataOf(await create())).toEqual(first);
    const [stored] = await sql<{ keys: number; readable: number }[]>`
      select (select count(*)::int from api_keys where account_id = ${accountId}) as keys,
        (select count(*)::int from idempotency_keys where body::text like ${`%${first.key}%`}) as readable`;
    expect(stored).toEqual({ keys: 1, readable: 0 });
  });

  it("refuses the key for another body", async () => {
    const { cookie } = await signUp();
    await start(cookie, "pro_monthly", "buy-1");
    const other = await start(cookie, "student_quarterly", "buy-1");
    expect(other.status).toBe(409);
    expect(other.body?.error?.code).toBe("CONFLICT");
  });

  it("keeps one person's key apart from another's", async () => {
    const [one, other] = await Promise.all([signUp(), signUp()]);
    const first = dataOf<{ sessionId: string }>(await start(one.cookie, "pro_monthly", "buy-1"));
    const second = dataOf<{ sessionId: string }>(await start(other.cookie, "pro_monthly", "buy-1"));
    expect(second.sessionId).not.toBe(first.sessionId);
  });
});
