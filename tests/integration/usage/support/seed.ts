import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { catalog } from "@/lib/catalog";
import { publishLimits } from "@/lib/catalog/sync/publish-limits";
import { database } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { TrackCall, TrackItem } from "@/lib/usage/repository";
import { insertAccount } from "../../../support/people";

/** Publishes the limits of the shipped catalog, as a sync would. */
export async function publishShippedCatalog(): Promise<void> {
  await database().begin((tx) => publishLimits(tx, catalog, false));
}

export interface AccountFacts {
  readonly tier?: string;
  readonly anchorAt?: Date;
  readonly accessUntil?: Date | null;
  readonly catalogVersion?: number;
  readonly createdAt?: Date;
  /** Overrides by feature; null is unlimited. */
  readonly limits?: Readonly<Record<string, number | null>>;
}

/** An account on a tier. Without a tier it has no plan row and is on free. */
export async function insertSubscriber(sql: postgres.Sql, facts: AccountFacts = {}): Promise<string> {
  const id = await insertAccount(sql);
  if (facts.createdAt) await sql`update accounts set created_at = ${facts.createdAt} where id = ${id}`;
  if (facts.tier) {
    await sql`
      insert into account_plans
        (account_id, tier_key, catalog_version, price_key, source, source_id, status, anchor_at, access_until)
      values (${id}, ${facts.tier}, ${facts.catalogVersion ?? 1}, ${`${facts.tier}_monthly`}, 'subscription',
        ${`sub_${id}`}, 'active', ${facts.anchorAt ?? new Date("2026-11-03T14:00:00Z")}, ${facts.accessUntil ?? null})`;
  }
  for (const [feature, limit] of Object.entries(facts.limits ?? {})) {
    await sql`
      insert into account_limits (account_id, feature, limit_value, reason)
      values (${id}, ${feature}, ${limit}, 'test')`;
  }
  return id;
}

/** An API key of the account that can record usage. */
export async function insertKey(
  sql: postgres.Sql,
  accountId: string,
  facts: { readonly expiresAt?: Date; readonly revokedAt?: Date; readonly name?: string } = {},
): Promise<string> {
  const id = newId();
  await sql`
    insert into api_keys (id, account_id, name, prefix, key_hash, scopes, expires_at, revoked_at)
    values (${id}, ${accountId}, ${facts.name ?? "production"}, 'mh_live_test', ${randomBytes(32)},
      ${["usage:write"]}, ${facts.expiresAt ?? null}, ${facts.revokedAt ?? null})`;
  return id;
}

/** One event, of one ATS scan unless said otherwise. */
export function makeItem(overrides: Partial<TrackItem> = {}): TrackItem {
  return {
    id: newId(),
    feature: "ats_scans",
    quantity: 1,
    idempotencyKey: null,
    occurredAt: null,
    properties: null,
    ...overrides,
  };
}

/** A call of one account, by nobody in particular. */
export function makeCall(
  accountId: string,
  items: readonly Partial<TrackItem>[] = [{}],
  overrides: Partial<TrackCall> = {},
): TrackCall {
  return { accountId, apiKeyId: null, personId: null, items: items.map(makeItem), ...overrides };
}

export interface Stored {
  readonly used: number;
  readonly overage: number;
  readonly events: number;
  readonly sum: number;
  readonly daySum: number;
}

/** What the tables hold of a feature, over all windows. */
export async function readStored(sql: postgres.Sql, accountId: string, feature: string): Promise<Stored> {
  const [row] = await sql<Stored[]>`
    select
      (select coalesce(sum(used), 0)::int from usage_counters where account_id = ${accountId} and feature = ${feature}) as used,
      (select coalesce(sum(overage), 0)::int from usage_counters where account_id = ${accountId} and feature = ${feature}) as overage,
      (select count(*)::int from usage_events where account_id = ${accountId} and feature = ${feature}) as events,
      (select coalesce(sum(quantity), 0)::int from usage_events where account_id = ${accountId} and feature = ${feature}) as sum,
      (select coalesce(sum(quantity), 0)::int from usage_days where account_id = ${accountId} and feature = ${feature}) as "daySum"`;
  if (!row) throw new Error("no row");
  return row;
}
