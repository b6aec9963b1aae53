import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { database } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { isWorthRetrying, type TrackCall, type TrackResult, trackItems } from "@/lib/usage/repository";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { insertKey, insertSubscriber, makeCall, publishShippedCatalog, readStored } from "./support/seed";

const NOW = new Date("2026-11-21T12:00:00Z");
let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  await publishShippedCatalog();
});
afterAll(() => db.drop());

const track = async (call: TrackCall, at = NOW): Promise<readonly TrackResult[]> =>
  (await trackItems([call], at))[0] ?? [];
const outcomes = (results: readonly TrackResult[]): readonly string[] =>
  results.map((result) => (result.isDuplicate ? `${result.outcome} again` : result.outcome));

describe("a limit", () => {
  it("lets exactly 5 of 100 single calls through that arrive at once on many connections", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const results = await Promise.all(Array.from({ length: 100 }, () => track(makeCall(account))));
    expect(results.flat().filter(({ outcome }) => outcome === "accepted")).toHaveLength(5);
    expect(results.flat().filter(({ outcome }) => outcome === "limit_reached")).toHaveLength(95);
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({
      used: 5,
      events: 5,
      sum: 5,
      daySum: 5,
    });
  });

  it("tells where the account stands with each answer", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const [accepted, refused] = await track(makeCall(account, [{ quantity: 4 }, { quantity: 2 }]));
    const resetsAt = new Date("2026-12-03T14:00:00Z");
    const windowStart = new Date("2026-11-03T14:00:00Z");
    expect(accepted).toMatchObject({ outcome: "accepted", used: 4, limitValue: 5, resetsAt, windowStart });
    expect(refused).toMatchObject({ outcome: "limit_reached", used: 4, limitValue: 5, resetsAt });
  });

  it("takes what fits of a batch, in order, a later smaller event included", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const results = await track(
      makeCall(account, [{ quantity: 3 }, { quantity: 3 }, { quantity: 2 }, { quantity: 1 }]),
    );
    expect(outcomes(results)).toEqual(["accepted", "limit_reached", "accepted", "limit_reached"]);
    expect(results.map(({ used }) => used)).toEqual([3, 3, 5, 5]);
  });

  it("stores nothing of what it refuses", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    await track(makeCall(account, [{ quantity: 6 }]));
    expect(await readStored(db.owner, account, "ats_scans")).toEqual({
      used: 0,
      overage: 0,
      events: 0,
      sum: 0,
      daySum: 0,
    });
  });

  it("counts without end where the plan is unlimited", async () => {
    const account = await insertSubscriber(db.owner, { tier: "premium" });
    const [result] = await track(makeCall(account, [{ quantity: 1_000_000 }]));
    expect(result).toMatchObject({ outcome: "accepted", used: 1_000_000, limitValue: null });
  });

  it("lets units beyond it through where the plan sells them, and records them as overage", async () => {
    const account = await insertSubscriber(db.owner, { tier: "premium" });
    const feature = "generations";
    await track(makeCall(account, [{ feature, quantity: 9_998 }]));
    const results = await track(
      makeCall(account, [
        { feature, quantity: 3 },
        { feature, quantity: 2 },
      ]),
    );
    expect(outcomes(results)).toEqual(["accepted", "accepted"]);
    expect(await readStored(db.owner, account, feature)).toMatchObject({
      used: 10_003,
      overage: 3,
      sum: 10_003,
    });
    const overages = await db.owner`
      select overage_quantity from usage_events where account_id = ${account} order by id`;
    expect(overages.map((row) => row["overage_quantity"])).toEqual([0, 1, 2]);
  });

  it("does not lend the room of one account to another in the same statement", async () => {
    const [first, second] = [
      await insertSubscriber(db.owner, { tier: "pro" }),
      await insertSubscriber(db.owner, { tier: "pro" }),
    ];
    const results = await trackItems(
      [
        makeCall(first, [{ quantity: 5 }, {}]),
        makeCall(second, [{ quantity: 4 }]),
        makeCall(first),
        makeCall(second),
      ],
      NOW,
    );
    expect(results.map(outcomes)).toEqual([
      ["accepted", "limit_reached"],
      ["accepted"],
      ["limit_reached"],
      ["accepted"],
    ]);
  });

  it("survives many features of many accounts being counted crosswise without a deadlock left over", async () => {
    const accounts = await Promise.all(
      Array.from({ length: 6 }, () => insertSubscriber(db.owner, { tier: "premium" })),
    );
    const features = ["resumes", "ats_scans", "job_matches", "cover_letters", "generations"];
    await Promise.all(
      Array.from({ length: 60 }, (_, run) => {
        const order = run % 2 === 0 ? features : [...features].reverse();
        const calls = (run % 3 === 0 ? accounts : [...accounts].reverse()).map((account) =>
          makeCall(
            account,
            order.map((feature) => ({ feature })),
          ),
        );
        return trackItems(calls, NOW);
      }),
    );
    for (const account of accounts) {
      expect(await readStored(db.owner, account, "generations")).toMatchObject({
        used: 60,
        events: 60,
        daySum: 60,
      });
    }
  });
});

describe("the plan in force", () => {
  it("is free of the newest catalog for an account without a plan, from the account's creation", async () => {
    const account = await insertSubscriber(db.owner, { createdAt: new Date("2026-10-31T23:30:00Z") });
    const results = await track(makeCall(account, [{ feature: "resumes" }, { feature: "resumes" }]));
    expect(outcomes(results)).toEqual(["accepted", "limit_reached"]);
    expect(results[0]?.resetsAt).toEqual(new Date("2026-11-30T23:30:00Z"));
  });

  it("falls back to free at the instant its access ends", async () => {
    const accessUntil = new Date("2026-11-21T12:00:00Z");
    const account = await insertSubscriber(db.owner, { tier: "pro", accessUntil });
    const before = await track(makeCall(account), new Date(accessUntil.getTime() - 1));
    const after = await track(makeCall(account), accessUntil);
    expect([...outcomes(before), ...outcomes(after)]).toEqual(["accepted", "not_included"]);
  });

  it("refuses what the plan does not include, and names what no plan counts", async () => {
    const account = await insertSubscriber(db.owner);
    const results = await track(
      makeCall(account, [
        { feature: "cover_letters" },
        { feature: "seats" },
        { feature: "analytics" },
        { feature: "tea" },
      ]),
    );
    expect(outcomes(results)).toEqual(["not_included", "not_metered", "not_metered", "unknown_feature"]);
  });

  it("gives way to an override until the override expires", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro", limits: { ats_scans: 7 } });
    expect(outcomes(await track(makeCall(account, [{ quantity: 7 }])))).toEqual(["accepted"]);
    await db.owner`update account_limits set expires_at = ${NOW} where account_id = ${account}`;
    expect(await track(makeCall(account))).toMatchObject([
      { outcome: "limit_reached", used: 7, limitValue: 5 },
    ]);
  });

  it("is unlimited under an override without a value, and opens what the plan lacks", async () => {
    const account = await insertSubscriber(db.owner, { limits: { cover_letters: null } });
    expect(await track(makeCall(account, [{ feature: "cover_letters", quantity: 500 }]))).toMatchObject([
      { outcome: "accepted", limitValue: null },
    ]);
  });

  it("keeps the limits of the version that was bought when a newer one is published", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    await db.owner.begin(async (tx) => {
      await tx`insert into catalog_versions (version, digest) values (99, 'test')`;
      await tx`insert into plan_limits (catalog_version, tier_key, feature, kind, reset, limit_value)
        values (99, 'pro', 'ats_scans', 'metered', 'month', 1), (99, 'free', 'ats_scans', 'metered', 'month', 2)`;
    });
    const onFree = await insertSubscriber(db.owner);
    expect(await track(makeCall(account))).toMatchObject([{ limitValue: 5 }]);
    expect(await track(makeCall(onFree))).toMatchObject([{ limitValue: 2 }]);
    await db.owner`delete from plan_limits where catalog_version = 99`;
    await db.owner`delete from catalog_versions where version = 99`;
  });
});

describe("windows", () => {
  it("gives a full limit again in the next month without anything having run", async () => {
    const account = await insertSubscriber(db.owner, {
      tier: "pro",
      anchorAt: new Date("2026-01-31T10:00:00Z"),
    });
    const at = (text: string): Promise<readonly TrackResult[]> =>
      track(makeCall(account, [{ quantity: 5 }]), new Date(text));
    expect(await at("2026-02-28T09:59:59.999Z")).toMatchObject([
      { outcome: "accepted", resetsAt: new Date("2026-02-28T10:00:00Z") },
    ]);
    expect(await at("2026-02-28T10:00:00Z")).toMatchObject([
      { outcome: "accepted", used: 5, resetsAt: new Date("2026-03-31T10:00:00Z") },
    ]);
    expect(await at("2026-03-31T09:59:59.999Z")).toMatchObject([{ outcome: "limit_reached" }]);
    expect(await at("2026-03-31T10:00:00Z")).toMatchObject([{ outcome: "accepted" }]);
  });

  it("gives a full daily limit at midnight UTC", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const at = (text: string): Promise<readonly TrackResult[]> =>
      track(makeCall(account, [{ feature: "job_matches", quantity: 10 }]), new Date(text));
    expect(await at("2026-11-21T23:59:59.999Z")).toMatchObject([{ outcome: "accepted" }]);
    expect(await at("2026-11-21T23:59:59.999Z")).toMatchObject([{ outcome: "limit_reached" }]);
    expect(await at("2026-11-22T00:00:00Z")).toMatchObject([
      { outcome: "accepted", used: 10, resetsAt: new Date("2026-11-23T00:00:00Z") },
    ]);
  });

  it("never gives a once-limit again", async () => {
    const account = await insertSubscriber(db.owner, { tier: "one_time" });
    expect(await track(makeCall(account))).toMatchObject([{ outcome: "accepted", resetsAt: null }]);
    expect(await track(makeCall(account), new Date("2036-11-21T12:00:00Z"))).toMatchObject([
      { outcome: "limit_reached", resetsAt: null },
    ]);
  });

  it("keeps what was used when the plan changes within a window of the same anchor", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    await track(makeCall(account, [{ quantity: 5 }]));
    await db.owner`update account_plans set tier_key = 'premium' where account_id = ${account}`;
    expect(await track(makeCall(account))).toMatchObject([
      { outcome: "accepted", used: 6, limitValue: null },
    ]);
  });
});

describe("idempotency keys", () => {
  it("counts a key once however often and however long after it comes", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const again = () => makeCall(account, [{ idempotencyKey: "scan-1", quantity: 2 }]);
    expect(outcomes(await track(again()))).toEqual(["accepted"]);
    expect(await track(again())).toMatchObject([{ outcome: "accepted", isDuplicate: true, used: 2 }]);
    expect(outcomes(await track(again(), new Date("2031-01-01T00:00:00Z")))).toEqual(["accepted again"]);
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({ used: 2, events: 1 });
  });

  it("answers a key that was counted even when the quota is spent since", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    await track(makeCall(account, [{ idempotencyKey: "first" }, { quantity: 4 }]));
    expect(outcomes(await track(makeCall(account, [{ idempotencyKey: "first" }, {}])))).toEqual([
      "accepted again",
      "limit_reached",
    ]);
  });

  it("refuses the same key with another quantity or feature", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    await track(makeCall(account, [{ idempotencyKey: "k" }]));
    const results = await track(
      makeCall(account, [
        { idempotencyKey: "k", quantity: 2 },
        { idempotencyKey: "k", feature: "cover_letters" },
      ]),
    );
    expect(outcomes(results)).toEqual(["conflict", "conflict"]);
  });

  it("counts a key once that comes several times in one batch, and refuses it there with other content", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const item = { idempotencyKey: "k" };
    const results = await track(makeCall(account, [item, item, { ...item, quantity: 2 }, item]));
    expect(outcomes(results)).toEqual(["accepted", "accepted again", "conflict", "accepted again"]);
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({ used: 1, events: 1 });
  });

  it("leaves the key of a refused event free, so that it counts after an upgrade", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    const call = () => makeCall(account, [{ idempotencyKey: "big", quantity: 6 }]);
    expect(outcomes(await track(call()))).toEqual(["limit_reached"]);
    await db.owner`update account_plans set tier_key = 'premium' where account_id = ${account}`;
    expect(outcomes(await track(call()))).toEqual(["accepted"]);
  });

  it("counts a key once that arrives 50 times at the same moment", async () => {
    const account = await insertSubscriber(db.owner, { tier: "premium" });
    const results = await Promise.all(
      Array.from({ length: 50 }, () => track(makeCall(account, [{ idempotencyKey: "one" }]))),
    );
    expect(results.flat().filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(1);
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({ used: 1, events: 1 });
  });

  it("counts one of two features when the same key arrives for both at the same moment", async () => {
    const account = await insertSubscriber(db.owner, { tier: "premium" });
    for (let round = 0; round < 20; round += 1) {
      const both = ["ats_scans", "cover_letters"].map(async (feature): Promise<string> => {
        for (;;) {
          try {
            return (
              outcomes(await track(makeCall(account, [{ feature, idempotencyKey: `both-${round}` }])))[0] ??
              ""
            );
          } catch (error) {
            if (!isWorthRetrying(error)) throw error;
          }
        }
      });
      expect((await Promise.all(both)).sort()).toEqual(["accepted", "conflict"]);
    }
  });

  it("belongs to its account alone", async () => {
    const results = await trackItems(
      [
        makeCall(await insertSubscriber(db.owner, { tier: "pro" }), [{ idempotencyKey: "same" }]),
        makeCall(await insertSubscriber(db.owner, { tier: "pro" }), [{ idempotencyKey: "same" }]),
      ],
      NOW,
    );
    expect(results.map(outcomes)).toEqual([["accepted"], ["accepted"]]);
  });
});

describe("credentials", () => {
  let account: string;
  beforeEach(async () => {
    account = await insertSubscriber(db.owner, { tier: "pro" });
  });

  it("counts under a living key and remembers which", async () => {
    const apiKeyId = await insertKey(db.owner, account);
    expect(outcomes(await track(makeCall(account, [{}], { apiKeyId })))).toEqual(["accepted"]);
    expect(await db.owner`select api_key_id from usage_events where account_id = ${account}`).toMatchObject([
      { api_key_id: apiKeyId },
    ]);
  });

  it.each([
    ["revoked", async () => insertKey(db.owner, account, { revokedAt: NOW })],
    ["expired this instant", async () => insertKey(db.owner, account, { expiresAt: NOW })],
    ["another account's", async () => insertKey(db.owner, await insertSubscriber(db.owner))],
    ["unknown", async () => newId()],
  ])("counts nothing under a key that is %s", async (_what, makeKey) => {
    const apiKeyId = await makeKey();
    expect(outcomes(await track(makeCall(account, [{}, {}], { apiKeyId })))).toEqual([
      "key_revoked",
      "key_revoked",
    ]);
    expect(await readStored(db.owner, account, "ats_scans")).toMatchObject({ used: 0, events: 0 });
  });

  it("counts nothing for an account that is deleted or unknown, and all for its neighbour", async () => {
    const deleted = await insertSubscriber(db.owner, { tier: "pro" });
    await db.owner`update accounts set deleted_at = now() where id = ${deleted}`;
    const results = await trackItems([makeCall(deleted), makeCall(newId()), makeCall(account)], NOW);
    expect(results.map(outcomes)).toEqual([["no_account"], ["no_account"], ["accepted"]]);
  });
});

describe("what is stored of an event", () => {
  it("keeps when it happened, when it was recorded, who sent it, and its properties", async () => {
    const account = await insertSubscriber(db.owner, { tier: "pro" });
    await track(
      makeCall(
        account,
        [
          {
            occurredAt: "2026-11-01T08:00:00+05:30",
            properties: { site: 'a "quoted" \\ {name}', n: 1.5 },
            idempotencyKey: "p",
          },
        ],
        { personId: "user_1" },
      ),
    );
    const [event] = await db.owner`select * from usage_events where account_id = ${account}`;
    expect(event).toMatchObject({
      occurred_at: new Date("2026-11-01T02:30:00Z"),
      recorded_at: NOW,
      window_start: new Date("2026-11-03T14:00:00Z"),
      person_id: "user_1",
      properties: { site: 'a "quoted" \\ {name}', n: 1.5 },
      idempotency_key: "p",
    });
  });

  it("cannot be changed or deleted by the application", async () => {
    await expect(database()`update usage_events set quantity = 1`).rejects.toThrow("permission denied");
    await expect(database()`delete from usage_events`).rejects.toThrow("permission denied");
    await expect(database()`delete from usage_warnings`).rejects.toThrow("permission denied");
  });
});
