import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount } from "@/tests/support/people";
import { tamper } from "./support/entries";

/** Enough that a wrong plan would be dearer, few enough to write in a second. */
const ENTRIES = 20_000;
let db: TestDatabase;
let accountId: string;
beforeAll(async () => {
  db = await createTestDatabase();
  accountId = await insertAccount(db.owner);
  const others = await insertAccount(db.owner);
  // Without the chain: what is measured is how entries are found.
  await tamper(db, async (sql) => {
    await sql`
      insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id, occurred_at, sequence,
        previous_hash, hash)
      select case when n % 10 = 0 then ${accountId}::uuid else ${others}::uuid end,
        case when n % 500 = 0 then 'job' else 'person' end, 'user_' || n % 97, 'kind.a' || chr(97 + n % 19), 'thing',
        'thing-' || n % 1009, '2026-01-01'::timestamptz + n * interval '1 minute', n, sha256('x'), sha256('x')
      from generate_series(1, ${ENTRIES}) n`;
  });
  await db.owner`vacuum analyze audit_log`;
});
afterAll(() => db.drop());

interface Plan {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Actual Rows": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Plan[];
}
const flatten = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)];

async function explain(condition: string): Promise<readonly Plan[]> {
  const [row] = await db.owner.unsafe<{ "QUERY PLAN": readonly { Plan: Plan }[] }[]>(`
    explain (analyze, format json)
    select * from audit_log a where ${condition} order by a.occurred_at desc, a.id desc limit 51`);
  const plan = row?.["QUERY PLAN"][0]?.Plan;
  if (!plan) throw new Error("There is no plan.");
  return flatten(plan);
}

const cursor = "(a.occurred_at, a.id) < ('2026-01-08', '01a00000-0000-7000-8000-000000000000')";
const cases: readonly (readonly [string, string, string])[] = [
  ["nothing else", "true", "audit_log_account_id_occurred_at_idx"],
  ["the page after", cursor, "audit_log_account_id_occurred_at_idx"],
  ["a person", "a.actor_id = 'user_7'", "audit_log_actor_id_occurred_at_idx"],
  [
    "a kind of actor",
    "a.actor_kind = 'job' and a.actor_kind <> 'person'",
    "audit_log_account_id_actor_kind_idx",
  ],
  ["an action", "a.action = 'kind.ac'", "audit_log_account_id_action_idx"],
  ["an action on the page after", `a.action = 'kind.ac' and ${cursor}`, "audit_log_account_id_action_idx"],
  ["a target", "a.target_id = 'thing-8'", "audit_log_target_id_occurred_at_idx"],
  [
    "a range of days",
    "a.occurred_at >= '2026-01-03' and a.occurred_at < '2026-01-05'",
    "audit_log_account_id_occurred_at_idx",
  ],
];

describe("a page of the audit log is read from an index and in its order", () => {
  test.each(cases)("by account and %s", async (_name, condition, index) => {
    const nodes = await explain(`a.account_id = '${accountId}' and ${condition}`);
    expect(nodes.map((node) => node["Index Name"] ?? node["Node Type"])).toContain(index);
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    // What is read and thrown away does not grow with the log: at most as much again as a page holds.
    const thrownAway = nodes.reduce((sum, node) => sum + (node["Rows Removed by Filter"] ?? 0), 0);
    expect(thrownAway).toBeLessThan(120);
  });

  test("and for staff over all accounts", async () => {
    const nodes = await explain("true");
    expect(nodes.map((node) => node["Index Name"])).toContain("audit_log_occurred_at_idx");
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Sort");
  });

  test("and verification and export follow the chain by its own index", async () => {
    const [row] = await db.owner.unsafe<{ "QUERY PLAN": readonly { Plan: Plan }[] }[]>(`
      explain (format json) select * from audit_log a
      where a.account_id = '${accountId}' and a.sequence > 1000 order by a.sequence limit 1000`);
    const nodes = flatten(row?.["QUERY PLAN"][0]?.Plan as Plan);
    expect(nodes.map((node) => node["Index Name"])).toContain("audit_log_account_id_sequence_key");
    expect(nodes.map((node) => node["Node Type"])).not.toContain("Sort");
  });
});
