import { afterAll, beforeAll, expect, it } from "vitest";
import { listUsageWarnings, usageLimitWarnedSchema } from "@/lib/usage";
import { trackItems } from "@/lib/usage/repository";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { insertSubscriber, makeCall, publishShippedCatalog } from "./support/seed";

const NOW = new Date("2026-11-21T12:00:00Z");
const feature = "generations";
let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  await publishShippedCatalog();
});
afterAll(() => db.drop());

const use = (account: string, quantity: number, at = NOW) =>
  trackItems([makeCall(account, [{ feature, quantity }])], at);
const thresholds = async (account: string): Promise<readonly number[]> =>
  (
    await db.owner<{ threshold: number }[]>`
      select threshold from usage_warnings where account_id = ${account} order by window_start, threshold`
  ).map((row) => row.threshold);
const sent = async (account: string) =>
  (
    await db.owner<{ data: unknown }[]>`
      select data from outbox where name = 'usage/limit.warned' and data ->> 'accountId' = ${account} order by id`
  ).map((row) => usageLimitWarnedSchema.parse(row.data));

it("warns with the event that crosses 80, 90 and 100 percent, and not before", async () => {
  const account = await insertSubscriber(db.owner, { tier: "pro" });
  const seen: (readonly number[])[] = [];
  for (const quantity of [799, 1, 99, 1, 99, 1]) {
    await use(account, quantity);
    seen.push(await thresholds(account));
  }
  expect(seen).toEqual([[], [80], [80], [80, 90], [80, 90], [80, 90, 100]]);
  expect(await sent(account)).toEqual([
    {
      accountId: account,
      feature,
      threshold: 80,
      isHighest: true,
      used: 800,
      limit: 1_000,
      windowStart: "2026-11-03T14:00:00.000Z",
      resetsAt: "2026-12-03T14:00:00.000Z",
    },
    expect.objectContaining({ threshold: 90, used: 900 }),
    expect.objectContaining({ threshold: 100, used: 1_000 }),
  ]);
});

it("warns once of each threshold when 200 events arrive at once", async () => {
  const account = await insertSubscriber(db.owner, { tier: "student" });
  await use(account, 350);
  await Promise.all(Array.from({ length: 200 }, () => use(account, 1)));
  expect(await thresholds(account)).toEqual([80, 90, 100]);
  expect((await sent(account)).map(({ threshold, used }) => [threshold, used])).toEqual([
    [80, 400],
    [90, 450],
    [100, 500],
  ]);
});

it("marks the highest of the thresholds that one event crosses", async () => {
  const account = await insertSubscriber(db.owner, { tier: "pro" });
  await use(account, 1_000);
  expect((await sent(account)).map(({ threshold, isHighest }) => [threshold, isHighest]).sort()).toEqual([
    [100, true],
    [80, false],
    [90, false],
  ]);
});

it("warns again in the next window, and not twice in one whose limit was raised", async () => {
  const account = await insertSubscriber(db.owner, { tier: "pro" });
  await use(account, 800);
  await db.owner`insert into account_limits (account_id, feature, limit_value, reason) values (${account}, ${feature}, 1200, 'test')`;
  await use(account, 200);
  expect(await thresholds(account)).toEqual([80]);
  await use(account, 960, new Date("2026-12-03T14:00:00Z"));
  expect(await thresholds(account)).toEqual([80, 80]);
});

it("warns of a lowered limit with the next event that is accepted", async () => {
  const account = await insertSubscriber(db.owner, { tier: "pro" });
  await use(account, 470);
  await db.owner`insert into account_limits (account_id, feature, limit_value, reason) values (${account}, ${feature}, 500, 'test')`;
  await use(account, 1);
  expect(await thresholds(account)).toEqual([80, 90]);
});

it("does not warn of what is refused or unlimited, and says 100 once where units are sold beyond", async () => {
  const refused = await insertSubscriber(db.owner, { tier: "pro" });
  await use(refused, 1_001);
  const unlimited = await insertSubscriber(db.owner, { tier: "premium", limits: { [feature]: null } });
  await use(unlimited, 1_000_000);
  const sold = await insertSubscriber(db.owner, { tier: "premium" });
  await use(sold, 9_999);
  await use(sold, 500);
  await use(sold, 500);
  expect([await thresholds(refused), await thresholds(unlimited), await thresholds(sold)]).toEqual([
    [],
    [],
    [80, 90, 100],
  ]);
  expect(await listUsageWarnings(sold)).toMatchObject([
    { threshold: 100, name: "AI generations", used: 10_499 },
    { threshold: 90 },
    { threshold: 80 },
  ]);
});
