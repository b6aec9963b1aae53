import { catalog } from "@/lib/catalog";
import type { Sql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { checkItem, type TrackCall, trackItems } from "@/lib/usage/repository";
import { countScans, type Scans } from "./count-scans";

export interface SqlMeasure {
  readonly name: string;
  readonly statements: number;
  readonly eventsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface SqlReport {
  readonly measures: readonly SqlMeasure[];
  readonly scans: readonly Scans[];
  /** The same statement over a growing history of one account. */
  readonly growth: readonly (SqlMeasure & { readonly storedEvents: number })[];
}

interface Case {
  readonly name: string;
  readonly events: number;
  /** Statements under way at once. */
  readonly workers: number;
  run(): Promise<unknown>;
}

/** Measures the counting and the checking statement through the driver, without HTTP. */
export async function runSqlBench(sql: Sql, seconds: number): Promise<SqlReport> {
  const accounts = await makeAccounts(sql, 200);
  const [hot = "", ...others] = accounts;
  const any = (): string => others[Math.floor(Math.random() * others.length)] ?? hot;
  const cases: readonly Case[] = [
    { name: "check", events: 1, workers: 4, run: () => checkItem(question(hot), new Date(), sql) },
    {
      name: "track 1, hot counter",
      events: 1,
      workers: 1,
      run: () => trackItems([call(hot, 1)], new Date(), sql),
    },
    ...[
      { name: "track 25 calls, hot counter", account: () => hot },
      { name: "track 25 calls, many counters", account: any },
    ].map(({ name, account }) => ({
      name,
      events: 25,
      workers: 2,
      run: () =>
        trackItems(
          Array.from({ length: 25 }, () => call(account(), 1)),
          new Date(),
          sql,
        ),
    })),
    {
      name: "track batch of 1,000",
      events: 1_000,
      workers: 2,
      run: () => trackItems([call(any(), 1_000)], new Date(), sql),
    },
  ];
  const measures: SqlMeasure[] = [];
  const scans = await countScans(sql, async () => {
    for (const each of cases) measures.push(await measure(each, Math.max(1, seconds / cases.length)));
  });
  return { measures, scans, growth: await measureGrowth(sql, hot) };
}

const HISTORY = [10_000, 100_000, 1_000_000];

async function measureGrowth(sql: Sql, accountId: string): Promise<SqlReport["growth"]> {
  const growth: (SqlMeasure & { storedEvents: number })[] = [];
  let stored = 0;
  for (const storedEvents of HISTORY) {
    await insertHistory(sql, accountId, storedEvents - stored);
    stored = storedEvents;
    const name = `track 1 over ${storedEvents} events`;
    const run = () => trackItems([call(accountId, 1)], new Date(), sql);
    growth.push({ storedEvents, ...(await measure({ name, events: 1, workers: 1, run }, 2)) });
  }
  return growth;
}

async function insertHistory(sql: Sql, accountId: string, count: number): Promise<void> {
  await sql`
    insert into usage_events
      (id, account_id, feature, quantity, idempotency_key, occurred_at, recorded_at, window_start)
    select private.uuid_v7(), ${accountId}, 'generations', 1, 'history-' || gen_random_uuid(), t.at, t.at,
      date_trunc('month', t.at)
    from generate_series(1, ${count}) as n, lateral (select now() - n * interval '1 minute' as at) t`;
}

async function measure({ name, events, workers, run }: Case, seconds: number): Promise<SqlMeasure> {
  for (let warm = 0; warm < 10; warm += 1) await run();
  const times: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (performance.now() < until) {
        const from = performance.now();
        await run();
        times.push(performance.now() - from);
      }
    }),
  );
  const elapsed = (performance.now() - startedAt) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 100) / 100;
  return {
    name,
    statements: times.length,
    eventsPerSecond: Math.round((times.length * events) / elapsed),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

const question = (accountId: string) => ({ accountId, apiKeyId: null, feature: "generations", quantity: 1 });

function call(accountId: string, events: number): TrackCall {
  return {
    accountId,
    apiKeyId: null,
    personId: null,
    items: Array.from({ length: events }, () => ({
      id: newId(),
      feature: "generations",
      quantity: 1,
      idempotencyKey: newId(),
      occurredAt: null,
      properties: null,
    })),
  };
}

async function makeAccounts(sql: Sql, count: number): Promise<readonly string[]> {
  const rows = Array.from({ length: count }, () => newId()).map((id) => ({
    id,
    kind: "organization",
    name: "Bench",
    slug: `bench-${id}`,
  }));
  await sql`insert into accounts ${sql(rows)}`;
  const plans = rows.map(({ id }) => ({
    accountId: id,
    tierKey: "premium",
    catalogVersion: catalog.version,
    priceKey: "premium_monthly",
    source: "subscription",
    sourceId: "sub_bench",
    status: "active",
    anchorAt: new Date(),
  }));
  await sql`insert into account_plans ${sql(plans)}`;
  return rows.map(({ id }) => id);
}

/** The report as text for people. */
export function formatSqlReport({ measures, scans, growth }: SqlReport): string {
  const lines = [...measures, ...growth].map(
    ({ name, eventsPerSecond, p50Ms, p99Ms, statements }) =>
      `${name.padEnd(32)} ${String(eventsPerSecond).padStart(8)} events/s  p50 ${p50Ms} ms  p99 ${p99Ms} ms  (${statements} statements)`,
  );
  const reads = scans.map(
    ({ table, whole, byIndex }) =>
      `${table.padEnd(32)} ${String(byIndex).padStart(8)} by index  ${whole} whole${whole > 0 ? "  <- reads the whole table" : ""}`,
  );
  return [...lines, "", "How the tables were read meanwhile:", ...reads].join("\n");
}
