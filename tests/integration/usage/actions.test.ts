import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccountContext } from "@/lib/platform/context";
import type { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import {
  checkUsage,
  findPlanInForce,
  getRequestsAnHour,
  getUsageHistory,
  getUsageOverview,
  type Tracked,
  trackUsage,
} from "@/lib/usage";
import { holdClock, makeAccountContext } from "../../support/context";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { insertNewMember, insertPerson } from "../../support/people";
import { insertKey, insertSubscriber, publishShippedCatalog, readStored } from "./support/seed";

const clock = holdClock(new Date("2026-11-21T12:00:00Z"));
let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  await publishShippedCatalog();
});
afterAll(() => db.drop());

const asMember = (accountId: string): AccountContext =>
  makeAccountContext({ accountId, personId: "user_1", role: "member" }, { clock });
const withKey = (accountId: string, apiKeyId: string): AccountContext => ({
  ...asMember(accountId),
  actor: { kind: "api_key", apiKeyId },
});
const refusal = async (promise: Promise<unknown>): Promise<DomainError> =>
  promise.then(
    () => expect.fail("was accepted"),
    (error: DomainError) => error,
  );

describe("trackUsage", () => {
  it("lets exactly 5 of 100 calls through that arrive at once in one process", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => trackUsage(asMember(account), { feature: "ats_scans" })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    for (const result of results) {
      if (result.status === "rejected")
        expect(result.reason).toMatchObject({ status: 403, code: "LIMIT_REACHED" });
    }
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({ used: 5, events: 5 });
  });

  it("answers where the account stands, and at the limit says so with all that a client needs", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    expect(await trackUsage(asMember(account), { feature: "ats_scans", quantity: 5 })).toEqual({
      feature: "ats_scans",
      allowed: true,
      duplicate: false,
      used: 5,
      limit: 5,
      remaining: 0,
      resetsAt: "2026-12-03T14:00:00.000Z",
    });
    const error = await refusal(trackUsage(asMember(account), { feature: "ats_scans" }));
    expect(error).toMatchObject({
      status: 403,
      code: "LIMIT_REACHED",
      message: "ATS scans: all 5 used. New scans are refused until 3 Dec 2026, 14:00 UTC.",
      details: {
        feature: "ats_scans",
        used: 5,
        limit: 5,
        remaining: 0,
        resetsAt: "2026-12-03T14:00:00.000Z",
      },
    });
  });

  it("allows one resume on free, refuses the second, and allows it after the upgrade", async () => {
    const account = await insertSubscriber(db.owner, { createdAt: new Date("2026-11-20T00:00:00Z") });
    await trackUsage(asMember(account), { feature: "resumes" });
    expect(await refusal(trackUsage(asMember(account), { feature: "resumes" }))).toMatchObject({
      code: "LIMIT_REACHED",
    });
    await db.owner`
      insert into account_plans values (${account}, 'pro', 1, 'pro_monthly', 'subscription', 'sub_1', 'active', ${clock.now()}, null)`;
    expect(await trackUsage(asMember(account), { feature: "resumes" })).toMatchObject({
      limit: null,
      remaining: null,
    });
  });

  it("says NO_ACCESS for what the plan lacks, and 400 with the known names for what no plan has", async () => {
    const ctx = asMember(await insertSubscriber(db.owner));
    expect(await refusal(trackUsage(ctx, { feature: "cover_letters" }))).toMatchObject({
      status: 403,
      code: "NO_ACCESS",
      details: { reason: "no_subscription" },
    });
    const unknown = await refusal(trackUsage(ctx, { feature: "tea" }));
    expect(unknown).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
    expect(unknown.message).toContain("resumes, ats_scans, job_matches");
    expect(await refusal(trackUsage(ctx, { feature: "seats" }))).toMatchObject({ status: 400 });
  });

  it("answers a batch event by event", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const result = await trackUsage(asMember(account), {
      events: [
        { feature: "ats_scans", quantity: 4, idempotencyKey: "x" },
        { feature: "ats_scans", quantity: 2 },
        { feature: "tea" },
        { feature: "ats_scans", idempotencyKey: "x" },
        { feature: "ats_scans" },
      ],
    });
    expect(result).toMatchObject({ accepted: 2, refused: 3 });
    expect(
      "results" in result && result.results.map(({ allowed, code, used }) => [allowed, code, used]),
    ).toEqual([
      [true, null, 4],
      [false, "LIMIT_REACHED", 4],
      [false, "INVALID_REQUEST", expect.anything()],
      [false, "CONFLICT", 4],
      [true, null, 5],
    ]);
  });

  it("uses the request's Idempotency-Key for events without one, singly and in batches", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const single = () => trackUsage(asMember(account), { feature: "ats_scans" }, { requestKey: "r1" });
    expect([((await single()) as Tracked).duplicate, ((await single()) as Tracked).duplicate]).toEqual([
      false,
      true,
    ]);
    const batch = () =>
      trackUsage(
        asMember(account),
        { events: [{ feature: "ats_scans" }, { feature: "ats_scans" }] },
        { requestKey: "r2" },
      );
    await batch();
    expect(await batch()).toMatchObject({ results: [{ duplicate: true }, { duplicate: true }] });
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({ used: 3, events: 3 });
    expect(
      await refusal(
        trackUsage(asMember(account), { feature: "ats_scans", quantity: 2 }, { requestKey: "r1" }),
      ),
    ).toMatchObject({ status: 409, code: "CONFLICT" });
  });

  it("turns a key away that was revoked after it was let in, in a batch as well", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const apiKeyId = await insertKey(db.owner, account);
    await trackUsage(withKey(account, apiKeyId), { feature: "ats_scans" });
    await db.owner`update api_keys set revoked_at = ${clock.now()} where id = ${apiKeyId}`;
    for (const input of [{ feature: "ats_scans" }, { events: [{ feature: "ats_scans" }] }]) {
      expect(await refusal(trackUsage(withKey(account, apiKeyId), input))).toMatchObject({ status: 401 });
    }
    expect(await refusal(checkUsage(withKey(account, apiKeyId), { feature: "ats_scans" }))).toMatchObject({
      status: 401,
    });
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({ used: 1 });
  });

  it("refuses a role that may not record", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const viewer = makeAccountContext({ accountId: account, personId: "user_1", role: "viewer" }, { clock });
    expect(await refusal(trackUsage(viewer, { feature: "ats_scans" }))).toMatchObject({
      status: 403,
      code: "FORBIDDEN",
    });
    expect(await checkUsage(viewer, { feature: "ats_scans" })).toMatchObject({ allowed: true });
  });

  it.each([
    ["35 days and a second ago", -(35 * 86_400 + 1)],
    ["5 minutes and a second ahead", 301],
  ])("refuses an event that happened %s, and stores nothing", async (_when, seconds) => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const occurredAt = new Date(clock.now().getTime() + seconds * 1_000).toISOString();
    expect(
      await refusal(
        trackUsage(asMember(account), {
          events: [{ feature: "ats_scans" }, { feature: "ats_scans", occurredAt }],
        }),
      ),
    ).toMatchObject({ status: 400, details: { issues: [{ path: "events.1.occurredAt" }] } });
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({ events: 0 });
  });

  it("says NOT_FOUND for an account that is gone", async () => {
    expect(await refusal(trackUsage(asMember(newId()), { feature: "ats_scans" }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(checkUsage(asMember(newId()), { feature: "ats_scans" }))).toMatchObject({
      status: 404,
    });
  });
});

describe("checkUsage", () => {
  it("says what tracking would say, and counts nothing", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    await trackUsage(asMember(account), { feature: "ats_scans", quantity: 4 });
    const standing = { used: 4, limit: 5, remaining: 1, resetsAt: "2026-12-03T14:00:00.000Z" };
    expect(await checkUsage(asMember(account), { feature: "ats_scans" })).toMatchObject({
      allowed: true,
      reason: null,
      ...standing,
    });
    expect(await checkUsage(asMember(account), { feature: "ats_scans", quantity: 2 })).toMatchObject({
      allowed: false,
      reason: "limit_reached",
      ...standing,
    });
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({ used: 4 });
  });

  it.each([
    ["free", "analytics", { kind: "switch", allowed: false, reason: "not_included", limit: null }],
    ["premium", "analytics", { kind: "switch", allowed: true, reason: null, limit: null }],
    ["pro", "ai_model", { kind: "choice", allowed: true, choice: "hybrid" }],
    ["pro", "api_requests", { kind: "rate", allowed: true, limit: 100, used: null }],
    ["pro", "seats", { kind: "gauge", allowed: true, used: 2, limit: 3, remaining: 1 }],
    ["premium", "ats_scans", { kind: "metered", allowed: true, limit: null, remaining: null }],
    ["premium", "generations", { kind: "metered", allowed: true, limit: 10_000 }],
    ["free", "cover_letters", { kind: "metered", allowed: false, reason: "not_included", limit: 0 }],
  ])("on %s answers %s", async (tier, feature, answer) => {
    const account = await insertSubscriber(db.owner, { tier });
    await insertNewMember(db.owner, account, "owner");
    await insertNewMember(db.owner, account, "member");
    expect(await checkUsage(asMember(account), { feature })).toMatchObject({ feature, ...answer });
  });

  it("counts the seat that would be taken", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    for (const role of ["owner", "member", "viewer"] as const) await insertNewMember(db.owner, account, role);
    expect(await checkUsage(asMember(account), { feature: "seats" })).toMatchObject({
      allowed: false,
      used: 3,
      remaining: 0,
    });
  });
});

describe("what pages read", () => {
  it("gives every feature of the plan in the catalog's order, with what was used", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro", limits: { cover_letters: 8 } });
    await trackUsage(asMember(account), { feature: "job_matches", quantity: 9 });
    const overview = await getUsageOverview(account, clock);
    expect(overview).toMatchObject({ tierKey: "pro", catalogVersion: 1 });
    expect(overview.features.map(({ feature }) => feature).slice(0, 5)).toEqual([
      "resumes",
      "ats_scans",
      "job_matches",
      "cover_letters",
      "generations",
    ]);
    expect(overview.features).toHaveLength(13);
    expect(overview.features[2]).toMatchObject({
      name: "Job matches",
      kind: "metered",
      per: "a day",
      used: 9,
      limit: 10,
      remaining: 1,
      resetsAt: "2026-11-22T00:00:00.000Z",
      unit: { one: "job match", many: "job matches" },
    });
    expect(overview.features[3]).toMatchObject({ limit: 8, isOverride: true });
    expect(await refusal(getUsageOverview(newId(), clock))).toMatchObject({ status: 404 });
  });

  it("gives the days of the cycle and of 90 days without gaps, whole and by key", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const apiKeyId = await insertKey(db.owner, account, { name: "staging" });
    const at = (text: string) => ({ clock: holdClock(new Date(text)) });
    const feature = "generations";
    await trackUsage({ ...asMember(account), ...at("2026-10-20T10:00:00Z") }, { feature, quantity: 7 });
    await trackUsage({ ...asMember(account), ...at("2026-11-04T23:59:59Z") }, { feature, quantity: 5 });
    await trackUsage(
      { ...withKey(account, apiKeyId), ...at("2026-11-05T00:00:00Z") },
      { feature, quantity: 30 },
    );
    await trackUsage(
      { ...withKey(account, apiKeyId), ...at("2026-11-05T01:00:00Z") },
      { feature, quantity: 1 },
    );

    const cycle = await getUsageHistory(account, { feature, range: "cycle" }, clock);
    expect(cycle).toMatchObject({ from: "2026-11-03", to: "2026-11-21", total: 36 });
    expect(cycle.days.slice(0, 4)).toEqual([
      { day: "2026-11-03", quantity: 0, overage: 0 },
      { day: "2026-11-04", quantity: 5, overage: 0 },
      { day: "2026-11-05", quantity: 31, overage: 0 },
      { day: "2026-11-06", quantity: 0, overage: 0 },
    ]);
    expect(cycle.days).toHaveLength(19);
    expect(cycle.keys).toEqual([
      {
        apiKeyId,
        name: "staging",
        quantity: 31,
        lastRecordedAt: "2026-11-05T01:00:00.000Z",
        days: [{ day: "2026-11-05", quantity: 31 }],
      },
      {
        apiKeyId: null,
        name: null,
        quantity: 5,
        lastRecordedAt: "2026-11-04T23:59:59.000Z",
        days: [{ day: "2026-11-04", quantity: 5 }],
      },
    ]);
    const quarter = await getUsageHistory(account, { feature, range: "90d" }, clock);
    expect(quarter.days).toHaveLength(90);
    expect(quarter).toMatchObject({ from: "2026-08-24", to: "2026-11-21", total: 43 });
    expect(await refusal(getUsageHistory(account, { feature: "tea", range: "cycle" }, clock))).toMatchObject({
      status: 400,
    });
  });

  it("knows the plan in force and its requests an hour, overrides included", async () => {
    const free = await insertSubscriber(db.owner);
    const lapsed = await insertSubscriber(db.owner, { tier: "premium", accessUntil: clock.now() });
    const pro = await insertSubscriber(db.owner, { tier: "pro" });
    const special = await insertSubscriber(db.owner, { tier: "pro", limits: { api_requests: null } });
    const tiers = await Promise.all(
      [free, lapsed, pro].map(async (id) => (await findPlanInForce(id, clock))?.tierKey),
    );
    expect(tiers).toEqual(["free", "free", "pro"]);
    expect(await findPlanInForce(newId(), clock)).toBeNull();
    expect(await Promise.all([free, lapsed, pro].map((id) => getRequestsAnHour(id, clock)))).toEqual([
      10, 10, 100,
    ]);
    expect(await getRequestsAnHour(special, clock)).toBeGreaterThan(1_000_000);
  });
});

describe("row level security", () => {
  it("shows members of the account what it used, and others nothing", async () => {
    const account = await insertSubscriber(db.owner, { tier: "one_time" });
    await trackUsage(asMember(account), { feature: "generations", quantity: 100 });
    const viewer = await insertNewMember(db.owner, account, "viewer");
    const stranger = await insertPerson(db.owner);
    const tables = ["usage_counters", "usage_events", "usage_days", "usage_warnings"];
    const countAs = async (role: string, person: string | null): Promise<readonly (number | string)[]> =>
      Promise.all(
        tables.map((table) =>
          db.owner
            .begin(async (tx) => {
              await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: person })}, true)`;
              await tx.unsafe(`set local role ${role}`);
              const [row] = await tx<{ rows: number }[]>`
                select count(*)::int as rows from ${tx(table)} where account_id = ${account}`;
              return row?.rows ?? -1;
            })
            .catch((error: Error) => error.message),
        ),
      );
    expect(await countAs("authenticated", viewer)).toEqual([1, 1, 1, 3]);
    expect(await countAs("authenticated", stranger)).toEqual([0, 0, 0, 0]);
    expect(await countAs("anon", null)).toEqual(
      tables.map((table) => `permission denied for table ${table}`),
    );
  });

  it("lets neither anon nor a signed-in person write or call the functions", async () => {
    const statements = [
      "insert into usage_counters (account_id, feature, window_start, reset, updated_at) values (gen_random_uuid(), 'x', now(), 'never', now())",
      "update usage_counters set used = 0",
      "delete from usage_events",
      "update usage_days set quantity = 1",
      "delete from usage_warnings",
      "select private.usage_check(gen_random_uuid(), null, 'x', 1, now())",
      "select private.usage_overview(gen_random_uuid(), null, now())",
      "select private.usage_terms(array[gen_random_uuid()], array[null]::text[], now())",
      "select private.usage_track(now(), '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')",
    ];
    for (const role of ["anon", "authenticated"]) {
      for (const statement of statements) {
        const run = db.owner.begin(async (tx) => {
          await tx.unsafe(`set local role ${role}`);
          await tx.unsafe(statement);
        });
        await expect(run, `${role}: ${statement}`).rejects.toThrow("permission denied");
      }
    }
  });
});
