import { database, type Queryable, type Sql } from "@/lib/platform/db";

export type TrackOutcome =
  | "accepted"
  | "limit_reached"
  | "not_included"
  | "conflict"
  | "unknown_feature"
  | "not_metered"
  | "key_revoked"
  | "key_reduced"
  | "no_account";

/** One caller's events. They are judged in order; those of one call need not all be accepted. */
export interface TrackCall {
  readonly accountId: string;
  /** The key that the caller was let in with; the counting statement asks whether it is still alive. */
  readonly apiKeyId: string | null;
  readonly personId: string | null;
  readonly items: readonly TrackItem[];
}

export interface TrackItem {
  /** UUIDv7. */
  readonly id: string;
  readonly feature: string;
  readonly quantity: number;
  readonly idempotencyKey: string | null;
  readonly occurredAt: string | null;
  readonly properties: Readonly<Record<string, unknown>> | null;
}

export interface TrackResult {
  readonly outcome: TrackOutcome;
  readonly isDuplicate: boolean;
  /** In the window, after this item. Null when the feature is unknown or the call was refused. */
  readonly used: number | null;
  /** Null is unlimited. */
  readonly limitValue: number | null;
  readonly hasOverage: boolean | null;
  readonly windowStart: Date | null;
  readonly resetsAt: Date | null;
}

/**
 * Counts the items of several calls in one statement and one commit.
 *
 * @returns the results of each call, in the order of its items
 * @throws PostgresError; on 40P01, 40001 and a doubled idempotency key nothing was counted and it may be run again
 */
export async function trackItems(
  calls: readonly TrackCall[],
  at: Date,
  sql: Sql = database(),
): Promise<readonly (readonly TrackResult[])[]> {
  const items = calls.flatMap((call, index) => call.items.map((item) => ({ ...item, call: index + 1 })));
  const rows = await sql<TrackResult[]>`
    select outcome, is_duplicate, used, limit_value, has_overage, window_start, resets_at
    from private.usage_track(
      ${at},
      ${calls.map((call) => call.accountId)}::uuid[],
      ${calls.map((call) => call.apiKeyId)}::uuid[],
      ${calls.map((call) => call.personId)}::text[],
      ${items.map((item) => item.call)}::integer[],
      ${items.map((item) => item.id)}::uuid[],
      ${items.map((item) => item.feature)}::text[],
      ${items.map((item) => item.quantity)}::integer[],
      ${items.map((item) => item.idempotencyKey)}::text[],
      ${items.map((item) => item.occurredAt)}::text[]::timestamptz[],
      ${items.map((item) => (item.properties ? JSON.stringify(item.properties) : null))}::text[]::jsonb[])`;
  let next = 0;
  return calls.map((call) => {
    const results = rows.slice(next, next + call.items.length);
    next += call.items.length;
    return results;
  });
}

/** True when the statement was rolled back whole for a reason that the next try may not meet. */
export function isWorthRetrying(error: unknown): boolean {
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown };
  return (
    code === "40P01" ||
    code === "40001" ||
    // Two statements counted the same key under two features at once: the second run sees the first one's.
    (code === "23505" && constraint === "usage_events_account_id_idempotency_key_idx")
  );
}

/** True when Postgres itself refused the statement: it was rolled back, and nothing was counted. */
export function isRefusedByDatabase(error: unknown): boolean {
  return error instanceof Error && error.name === "PostgresError";
}

export interface CheckRow {
  readonly outcome:
    | "allowed"
    | "limit_reached"
    | "not_included"
    | "unknown_feature"
    | "key_revoked"
    | "no_account";
  readonly kind: "metered" | "gauge" | "switch" | "choice" | "rate" | null;
  readonly choice: string | null;
  readonly used: number | null;
  readonly limitValue: number | null;
  readonly hasOverage: boolean | null;
  readonly resetsAt: Date | null;
}

export interface CheckQuestion {
  readonly accountId: string;
  readonly apiKeyId: string | null;
  readonly feature: string;
  readonly quantity: number;
}

/** Says what tracking would say now, and counts nothing. */
export async function checkItem(
  { accountId, apiKeyId, feature, quantity }: CheckQuestion,
  at: Date,
  sql: Sql = database(),
): Promise<CheckRow> {
  const [row] = await sql<CheckRow[]>`
    select outcome, kind, choice, used, limit_value, has_overage, resets_at
    from private.usage_check(${accountId}, ${apiKeyId}, ${feature}, ${quantity}, ${at})`;
  if (!row) throw new Error("private.usage_check answered no row: its contract is one row, always.");
  return row;
}

export interface OverviewRow {
  readonly feature: string;
  readonly kind: "metered" | "gauge" | "switch" | "choice" | "rate";
  readonly reset: "month" | "day" | "hour" | "never";
  readonly limitValue: number | null;
  readonly isOverride: boolean;
  readonly overageMicros: number | null;
  readonly choice: string | null;
  readonly used: number | null;
  readonly windowStart: Date | null;
  readonly resetsAt: Date | null;
  readonly tierKey: string;
  readonly catalogVersion: number;
}

/** Terms and use of all features of the account, or of one. Empty when the account is absent or deleted. */
export async function readOverview(
  accountId: string,
  feature: string | null,
  at: Date,
  sql: Queryable = database(),
): Promise<readonly OverviewRow[]> {
  return await sql<OverviewRow[]>`
    select feature, kind, reset, limit_value, is_override, overage_micros, choice, used, window_start, resets_at,
      tier_key, catalog_version
    from private.usage_overview(${accountId}, ${feature}, ${at})`;
}

export interface PlanInForce {
  readonly tierKey: string;
  readonly catalogVersion: number;
  /** Monthly windows start on this day and time. */
  readonly anchorAt: Date;
}

/** The plan whose limits hold at the instant. Null when the account is absent or deleted. */
export async function readPlanInForce(
  accountId: string,
  at: Date,
  sql: Sql = database(),
): Promise<PlanInForce | null> {
  const [row] = await sql<PlanInForce[]>`
    select tier_key, catalog_version, anchor_at
    from private.usage_terms(array[${accountId}]::uuid[], array[null]::text[], ${at})
    where account_id is not null
    limit 1`;
  return row ?? null;
}

export interface DayRow {
  readonly day: string;
  readonly apiKeyId: string | null;
  readonly keyName: string | null;
  readonly quantity: number;
  readonly overageQuantity: number;
  readonly lastRecordedAt: Date;
}

/** What was used on each UTC day of the range (both ends included) by each API key, days in order. */
export async function listDays(
  accountId: string,
  feature: string,
  range: { readonly from: string; readonly to: string },
  sql: Sql = database(),
): Promise<readonly DayRow[]> {
  return await sql<DayRow[]>`
    select d.day::text as day, d.api_key_id, k.name as key_name, d.quantity, d.overage_quantity, d.last_recorded_at
    from usage_days d
    left join api_keys k on k.id = d.api_key_id and k.account_id = d.account_id
    where d.account_id = ${accountId} and d.feature = ${feature}
      and d.day between ${range.from}::text::date and ${range.to}::text::date
    order by d.day, d.api_key_id`;
}

export interface WarningRow {
  readonly feature: string;
  readonly threshold: 80 | 90 | 100;
  readonly used: number;
  readonly limitValue: number;
  readonly warnedAt: Date;
  readonly windowEnd: Date | null;
}

/** The latest warnings of the account, newest first; of those written together the highest comes first. */
export async function listWarnings(
  accountId: string,
  limit: number,
  sql: Sql = database(),
): Promise<readonly WarningRow[]> {
  return await sql<WarningRow[]>`
    select feature, threshold, used, limit_value, warned_at, window_end
    from usage_warnings
    where account_id = ${accountId}
    order by warned_at desc, threshold desc
    limit ${limit}`;
}

/** Features that an account has ever used. */
export async function listUsedFeatures(accountId: string): Promise<readonly string[]> {
  const rows = await database()<{ feature: string }[]>`
    select distinct feature from usage_counters where account_id = ${accountId}`;
  return rows.map(({ feature }) => feature);
}

/**
 * Empties the properties of the next batch of a deleted account's events; how far it came, null at the end. The
 * instants are Postgres's own text: a Date would lose their microseconds, and the batch would begin again.
 */
export async function eraseNextProperties(
  accountId: string,
  feature: string,
  after: string,
  batch: number,
): Promise<string | null> {
  const [row] = await database()<{ until: string | null }[]>`
    select private.usage_erase_properties(${accountId}, ${feature}, ${after}::text::timestamptz, ${batch})::text as until`;
  return row?.until ?? null;
}
