import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isWorthRetrying, type TrackCall, type TrackResult, trackItems } from "@/lib/usage/repository";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { insertSubscriber, makeCall, publishShippedCatalog, readStored } from "./support/seed";

const NOW = new Date("2026-11-21T12:00:00Z");
const LIMIT = 20;
let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  await publishShippedCatalog();
});
afterAll(() => db.drop());

const item = fc.record({
  feature: fc.constantFrom("ats_scans", "cover_letters"),
  quantity: fc.integer({ min: 1, max: 8 }),
  idempotencyKey: fc.option(fc.constantFrom("a", "b", "c", "d"), { nil: null }),
});
/** Statements that run at the same time, of calls of either account, of items. */
const statements = fc.array(
  fc.array(fc.record({ account: fc.nat(1), items: fc.array(item, { minLength: 1, maxLength: 6 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  { minLength: 1, maxLength: 6 },
);

async function runUntilDone(calls: readonly TrackCall[]): Promise<readonly (readonly TrackResult[])[]> {
  for (;;) {
    try {
      return await trackItems(calls, NOW);
    } catch (error) {
      if (!isWorthRetrying(error)) throw error;
    }
  }
}

it("never exceeds a limit, counts each key once, and keeps all sums equal, however statements interleave", async () => {
  await fc.assert(
    fc.asyncProperty(statements, async (plan) => {
      const limits = { ats_scans: LIMIT, cover_letters: LIMIT };
      const accounts = [
        await insertSubscriber(db.owner, { tier: "pro", limits }),
        await insertSubscriber(db.owner, { tier: "pro", limits }),
      ];
      const runs = plan.map((calls) =>
        calls.map(({ account, items }) => makeCall(accounts[account] ?? "", items)),
      );
      const results = await Promise.all(runs.map(runUntilDone));

      const accepted = new Map<string, number>();
      const counted = new Map<string, number>();
      for (const [run, calls] of runs.entries()) {
        for (const [place, call] of calls.entries()) {
          for (const [index, sent] of call.items.entries()) {
            const result = results[run]?.[place]?.[index];
            expect(["accepted", "limit_reached", "conflict"]).toContain(result?.outcome);
            expect(result?.used).toBeLessThanOrEqual(LIMIT);
            if (result?.outcome !== "accepted" || result.isDuplicate) continue;
            const counter = `${call.accountId} ${sent.feature}`;
            accepted.set(counter, (accepted.get(counter) ?? 0) + sent.quantity);
            const key = `${call.accountId} ${sent.idempotencyKey ?? sent.id}`;
            counted.set(key, (counted.get(key) ?? 0) + 1);
          }
        }
      }
      expect([...counted.values()].filter((times) => times > 1)).toEqual([]);
      for (const account of accounts) {
        for (const feature of ["ats_scans", "cover_letters"]) {
          const sum = accepted.get(`${account} ${feature}`) ?? 0;
          expect(sum).toBeLessThanOrEqual(LIMIT);
          expect(await readStored(db.owner, account, feature)).toMatchObject({
            used: sum,
            sum,
            daySum: sum,
            overage: 0,
          });
        }
      }
    }),
    { numRuns: 60 },
  );
});

it("accepts greedily in order exactly as one item at a time would", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 25 }), async (items) => {
      const limits = { ats_scans: LIMIT, cover_letters: LIMIT };
      const together = await insertSubscriber(db.owner, { tier: "pro", limits });
      const alone = await insertSubscriber(db.owner, { tier: "pro", limits });
      const atOnce = (await trackItems([makeCall(together, items)], NOW))[0] ?? [];
      const oneByOne: TrackResult[] = [];
      for (const each of items)
        oneByOne.push(...((await trackItems([makeCall(alone, [each])], NOW))[0] ?? []));
      // A refused key is free again for a later call, but within one call its content is settled.
      const refusedKeys = new Set(
        items
          .filter((_, index) => oneByOne[index]?.outcome === "limit_reached")
          .map((each) => each.idempotencyKey),
      );
      for (const [index, each] of items.entries()) {
        if (each.idempotencyKey !== null && refusedKeys.has(each.idempotencyKey)) return;
        expect(atOnce[index]).toEqual(oneByOne[index]);
      }
    }),
    { numRuns: 60 },
  );
});
