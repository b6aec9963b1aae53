import { recordAudit } from "@/lib/accounts";
import { listEntryRows } from "@/lib/accounts/audit/entries-repository";
import { verifyChains } from "@/lib/accounts/audit/verify-chains";
import { systemClock } from "@/lib/platform/clock";
import type { Context } from "@/lib/platform/context";
import { connect, type Sql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";

export interface AuditReport {
  /** Entries a second: with the chain, and into a table of the same indexes without it. */
  readonly writes: readonly { readonly name: string; readonly chained: number; readonly plain: number }[];
  readonly verification: {
    readonly entries: number;
    readonly perSecond: number;
    readonly heapGrowthMb: number;
  };
  /** Milliseconds for a page of fifty over a long log, the median of many. */
  readonly pages: readonly { readonly name: string; readonly p50Ms: number }[];
}

const WRITERS = 8;
const PAGES = 40;

const makeContext = (): Context => ({
  requestId: newId(),
  actor: { kind: "person", personId: "user_bench", sessionId: "sess_bench" },
  clock: systemClock,
  log: logger(),
  ip: "203.0.113.7",
});

/** What the chain costs a writer, how fast it is verified, and how long a page takes. @param entries of the long log */
export async function runAuditBench(sql: Sql, seconds: number, entries: number): Promise<AuditReport> {
  const owner = connect(env().database.migrationUrl, { poolSize: WRITERS });
  try {
    const ctx = makeContext();
    await makePlainTable(owner);
    const [hot = "", ...others] = await makeAccounts(sql, WRITERS + 1);
    const each = Math.max(1, seconds / 6);
    const writes = [];
    for (const [name, writers, pick] of [
      ["one account, 1 writer", 1, () => hot],
      ["one account, 8 writers", WRITERS, () => hot],
      ["8 accounts, 8 writers", WRITERS, (writer: number) => others[writer] ?? hot],
    ] as const) {
      const plain = await pace(writers, each, (writer) => insertPlain(owner, pick(writer)));
      const chained = await pace(writers, each, (writer) => recordAudit(sql, ctx, entryOf(pick(writer))));
      writes.push({ name, chained, plain });
    }
    const long = (await makeAccounts(sql, 1))[0] ?? "";
    await fill(owner, long, entries);
    return { writes, verification: await measureVerification(long), pages: await measurePages(long) };
  } finally {
    await owner`drop table if exists private.bench_audit`;
    await owner.end({ timeout: 5 });
  }
}

const entryOf = (accountId: string) =>
  ({
    accountId,
    action: "api_key.created",
    targetKind: "api_key",
    targetId: newId(),
    after: { name: "production", scopes: ["usage:read", "usage:write"] },
  }) as const;

/** The audit log as it would be without its chain: the same columns and indexes, no trigger, no head. */
async function makePlainTable(owner: Sql): Promise<void> {
  await owner`drop table if exists private.bench_audit`;
  await owner`create table private.bench_audit (like public.audit_log including defaults including indexes)`;
  await owner`create sequence private.bench_sequence owned by private.bench_audit.sequence`;
  await owner`
    alter table private.bench_audit alter column sequence set default nextval('private.bench_sequence'),
      alter column previous_hash set default '', alter column hash set default ''`;
}

async function insertPlain(owner: Sql, accountId: string): Promise<void> {
  const { action, targetKind, targetId, after } = entryOf(accountId);
  await owner`
    insert into private.bench_audit (id, account_id, actor_kind, actor_id, action, target_kind, target_id, after,
      request_id, ip, occurred_at)
    values (${newId()}, ${accountId}, 'person', 'user_bench', ${action}, ${targetKind}, ${targetId},
      ${owner.json(after as never)}, ${newId()}, '203.0.113.7', ${new Date()})`;
}

async function makeAccounts(sql: Sql, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await sql`
    insert into accounts (id, kind, name, slug)
    select id, 'organization', 'Bench', 'audit-' || id from unnest(${sql.array(ids, 2950)}::uuid[]) id`;
  return ids;
}

/** Calls a second that so many writers make, one after the other each. */
async function pace(
  writers: number,
  seconds: number,
  run: (writer: number) => Promise<unknown>,
): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  const startedAt = performance.now();
  const counts = await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      let count = 0;
      for (; performance.now() < until; count += 1) await run(writer);
      return count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - startedAt) / 1_000);
}

async function fill(owner: Sql, accountId: string, entries: number): Promise<void> {
  const step = 20_000;
  for (let from = 0; from < entries; from += step) {
    await owner`
      insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id, after, occurred_at)
      select ${accountId}, case when n % 50 = 0 then 'webhook' else 'person' end, 'user_' || n % 40,
        (array['api_key.created', 'plan.changed', 'member.joined', 'invoice.paid'])[n % 4 + 1], 'thing', 'thing-' || n % 997,
        jsonb_build_object('name', 'production', 'number', n), now() - (${entries}::int - n) * interval '1 minute'
      from generate_series(${from + 1}::int, ${Math.min(entries, from + step)}::int) n`;
  }
  await owner`vacuum analyze audit_log`;
}

async function measureVerification(accountId: string): Promise<AuditReport["verification"]> {
  const before = process.memoryUsage().heapUsed;
  const startedAt = performance.now();
  const { entries, brokenChains } = await verifyChains({ chain: { accountId } });
  const took = (performance.now() - startedAt) / 1_000;
  if (brokenChains > 0) throw new Error("The bench's own chain is broken.");
  const heapGrowthMb = (process.memoryUsage().heapUsed - before) / 1_048_576;
  return { entries, perSecond: entries / took, heapGrowthMb };
}

async function measurePages(accountId: string): Promise<AuditReport["pages"]> {
  const page = (filters: object) => listEntryRows({ accountId, filters, after: null, limit: 51 });
  const last = (await page({})).at(-1);
  const cases: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["newest", () => page({})],
    [
      "the page after",
      () =>
        listEntryRows({
          accountId,
          filters: {},
          after: last ? { id: last.id, occurredAt: last.occurredAt } : null,
          limit: 51,
        }),
    ],
    ["by actor", () => page({ actor: "user_7" })],
    ["by action", () => page({ action: "invoice.paid" })],
    ["by target", () => page({ targetId: "thing-8" })],
    ["by kind of actor", () => page({ actor: "webhook" })],
  ];
  const pages = [];
  for (const [name, run] of cases) {
    const times: number[] = [];
    for (let index = 0; index < PAGES; index += 1) {
      const startedAt = performance.now();
      await run();
      times.push(performance.now() - startedAt);
    }
    pages.push({ name, p50Ms: times.toSorted((left, right) => left - right)[PAGES / 2] ?? 0 });
  }
  return pages;
}

/** The report for people. */
export function formatAuditReport({ writes, verification, pages }: AuditReport): string {
  const figure = (value: number) => Math.round(value).toLocaleString("en-US");
  return [
    "Entries written a second      with the chain   without",
    ...writes.map(
      ({ name, chained, plain }) =>
        `  ${name.padEnd(26)} ${figure(chained).padStart(14)} ${figure(plain).padStart(9)}`,
    ),
    `Verified ${figure(verification.entries)} entries at ${figure(verification.perSecond)} a second; the heap grew by ${figure(verification.heapGrowthMb)} MB`,
    `A page of 50 over ${figure(verification.entries)} entries, median ms`,
    ...pages.map(({ name, p50Ms }) => `  ${name.padEnd(26)} ${p50Ms.toFixed(1).padStart(14)}`),
  ].join("\n");
}
