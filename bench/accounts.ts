import { randomBytes } from "node:crypto";
import { createApiKey } from "@/lib/accounts";
import { catalog } from "@/lib/catalog";
import { systemClock } from "@/lib/platform/clock";
import type { Sql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";

export interface BenchAccount {
  readonly accountId: string;
  readonly authorization: string;
}

/**
 * Makes accounts on premium, each with a key, without a limit on the features and the requests that are
 * measured. They stay in the database, named Bench.
 */
export async function makeBenchAccounts(sql: Sql, count: number): Promise<readonly BenchAccount[]> {
  return await Promise.all(Array.from({ length: count }, () => makeBenchAccount(sql)));
}

async function makeBenchAccount(sql: Sql): Promise<BenchAccount> {
  const accountId = newId();
  await sql`
    insert into accounts (id, kind, name, slug)
    values (${accountId}, 'organization', 'Bench', ${`bench-${randomBytes(8).toString("hex")}`})`;
  await sql`
    insert into account_plans
      (account_id, tier_key, catalog_version, price_key, source, source_id, status, anchor_at)
    values (${accountId}, 'premium', ${catalog.version}, 'premium_monthly', 'subscription', 'sub_bench', 'active', now())`;
  await sql`
    insert into account_limits (account_id, feature, limit_value, reason)
    values (${accountId}, 'api_requests', null, 'bench'), (${accountId}, 'generations', null, 'bench')`;
  const { key } = await createApiKey(
    {
      requestId: newId(),
      actor: { kind: "system", name: "bench" },
      clock: systemClock,
      log: logger(),
      ip: null,
      account: { id: accountId },
      permissions: new Set(["usage.read", "usage.write"]),
    },
    { name: "bench", scopes: ["usage:read", "usage:write"], expiresAt: null },
  );
  return { accountId, authorization: `Bearer ${key}` };
}

/** How much the counters of these accounts hold of a feature. */
export async function readUsed(
  sql: Sql,
  accounts: readonly BenchAccount[],
  feature: string,
): Promise<{ used: number; events: number }> {
  const ids = accounts.map(({ accountId }) => accountId);
  const [row] = await sql<{ used: number; events: number }[]>`
    select
      (select coalesce(sum(used), 0)::bigint from usage_counters
        where account_id = any(${ids}::uuid[]) and feature = ${feature}) as used,
      (select coalesce(sum(quantity), 0)::bigint from usage_events
        where account_id = any(${ids}::uuid[]) and feature = ${feature}) as events`;
  return row ?? { used: 0, events: 0 };
}
