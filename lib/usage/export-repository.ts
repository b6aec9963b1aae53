import { database } from "@/lib/platform/db";
import { type ExportSource, exportSource, type KeyedRow } from "@/lib/platform/export";

const plan = exportSource(
  {
    name: "plan",
    columns: [
      "tierKey",
      "priceKey",
      "catalogVersion",
      "source",
      "sourceId",
      "status",
      "anchorAt",
      "accessUntil",
    ],
    permission: "usage.read",
  },
  async (accountId, { after }) =>
    after
      ? []
      : await database()<KeyedRow[]>`
          select tier_key, price_key, catalog_version, source, source_id, status, anchor_at, access_until,
            array[account_id::text] as cursor
          from account_plans where account_id = ${accountId}`,
);

const limits = exportSource(
  {
    name: "limits",
    columns: ["feature", "limitValue", "expiresAt", "reason", "createdAt"],
    permission: "usage.read",
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select feature, limit_value, expires_at, reason, created_at, array[feature] as cursor from account_limits
      where account_id = ${accountId} ${after ? sql`and feature > ${after[0] ?? ""}` : sql``}
      order by feature
      limit ${limit}`;
  },
);

const days = exportSource(
  {
    name: "usage_days",
    columns: ["feature", "day", "apiKeyId", "quantity", "overageQuantity", "events", "lastRecordedAt"],
    permission: "usage.read",
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    const beyond = after
      ? sql`and (feature, day) >= (${after[0] ?? ""}, ${after[1] ?? ""}::text::date)
          and (feature, day, coalesce(api_key_id::text, '')) > (${after[0] ?? ""}, ${after[1] ?? ""}::text::date, ${after[2] ?? ""})`
      : sql``;
    return await sql<KeyedRow[]>`
      select feature, day::text as day, api_key_id, quantity, overage_quantity, events, last_recorded_at,
        array[feature, day::text, coalesce(api_key_id::text, '')] as cursor
      from usage_days
      where account_id = ${accountId} ${beyond}
      order by feature, usage_days.day, coalesce(api_key_id::text, '')
      limit ${limit}`;
  },
);

const warnings = exportSource(
  {
    name: "usage_warnings",
    columns: ["feature", "windowStart", "windowEnd", "reset", "threshold", "used", "limitValue", "warnedAt"],
    permission: "usage.read",
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    const beyond = after
      ? sql`and (feature, window_start, reset, threshold)
          > (${after[0] ?? ""}, ${after[1] ?? ""}::text::timestamptz, ${after[2] ?? ""}, ${after[3] ?? ""}::smallint)`
      : sql``;
    return await sql<KeyedRow[]>`
      select feature, window_start, window_end, reset, threshold, used, limit_value, warned_at,
        array[feature, window_start::text, reset, threshold::text] as cursor
      from usage_warnings
      where account_id = ${accountId} ${beyond}
      order by feature, window_start, reset, threshold
      limit ${limit}`;
  },
);

const events = exportSource(
  {
    name: "usage_events",
    columns: [
      "id",
      "feature",
      "quantity",
      "overageQuantity",
      "occurredAt",
      "recordedAt",
      "windowStart",
      "apiKeyId",
      "personId",
      "idempotencyKey",
      "properties",
    ],
    permission: "usage.read",
  },
  async (accountId, { after, limit, until }) => {
    const sql = database();
    // Along the index of account, feature and time. Cast from text: as an instant the driver would cut its microseconds.
    const beyond = after
      ? sql`and (feature, recorded_at, id) > (${after[0] ?? ""}, ${after[1] ?? ""}::text::timestamptz, ${after[2] ?? ""}::uuid)`
      : sql``;
    return await sql<KeyedRow[]>`
      select id, feature, quantity, overage_quantity, occurred_at, recorded_at, window_start, api_key_id, person_id,
        idempotency_key, properties, array[feature, recorded_at::text, id::text] as cursor
      from usage_events
      where account_id = ${accountId} and recorded_at <= ${until} ${beyond}
      order by feature, recorded_at, id
      limit ${limit}`;
  },
);

/** What this domain knows of an account. */
export const usageExportSources: readonly ExportSource[] = [plan, limits, days, warnings, events];
