import postgres from "postgres";
import { stack } from "../../../support/stack";

/**
 * The running stack's database, as the owner of its tables: for looking at what a call has changed. Connections
 * close by themselves soon after their last use, and are made anew after the server was killed.
 */
export const sql = postgres(stack.urls.database, {
  max: 4,
  idle_timeout: 1,
  connect_timeout: 30,
  onnotice: () => undefined,
});

/** Everything a refused call could have left behind. Answers kept for replay and rate counts are no effects. */
const TABLES = [
  "people",
  "accounts",
  "members",
  "api_keys",
  "audit_log",
  "provider_events",
  "customers",
  "subscriptions",
  "purchases",
  "invoices",
  "payment_methods",
  "checkout_sessions",
  "account_plans",
  "usage_events",
] as const;

/** Rows in every table that are about one account, or came in under a given event id. */
export async function countRows({
  accountId,
  personId,
  eventId,
}: {
  accountId: string;
  personId: string;
  eventId: string;
}): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::integer as count from ${sql(table)} as each
      where to_jsonb(each) ->> 'account_id' = ${accountId}
        or to_jsonb(each) ->> 'id' in (${accountId}, ${personId}, ${eventId})
        or to_jsonb(each) ->> 'person_id' = ${personId}`;
    counts[table] = row?.count ?? 0;
  }
  const [counter] = await sql<{ used: number }[]>`
    select coalesce(sum(used), 0)::integer as used from usage_counters where account_id = ${accountId}`;
  counts["used"] = counter?.used ?? 0;
  const [outbox] = await sql<{ count: number }[]>`
    select count(*)::integer as count from outbox
    where data::text like ${`%${accountId}%`} or data::text like ${`%${eventId}%`}`;
  counts["outbox"] = outbox?.count ?? 0;
  return counts;
}
