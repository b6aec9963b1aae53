import type postgres from "postgres";
import { newId } from "@/lib/platform/ids";
import { insertAccount, insertMember, insertNewMember, insertPerson } from "@/tests/support/people";

/** Everyone who may come to the people's door. `anon` has no token; the others send their own. */
export const READERS = [
  "anon",
  "newcomer",
  "stranger",
  "owner",
  "admin",
  "billing",
  "member",
  "viewer",
  "deletedMember",
  "formerMember",
  "platformAdmin",
] as const;
export type Reader = (typeof READERS)[number];

/** Two accounts with a row in every table each: ours, whose members read, and theirs, which is the stranger's. */
export interface World {
  readonly ours: string;
  readonly theirs: string;
  /** Subject of each reader's token. */
  readonly people: Readonly<Record<Exclude<Reader, "anon">, string>>;
}

/** Fills every table. The two accounts' rows look alike, so that a missing filter shows as a second row. */
export async function seedWorld(sql: postgres.Sql): Promise<World> {
  const ours = await insertAccount(sql, "Larkfield Studio");
  const theirs = await insertAccount(sql, "Larkfield Studio");
  const people = {
    newcomer: `user_${newId()}`,
    stranger: await insertNewMember(sql, theirs, "owner"),
    owner: await insertNewMember(sql, ours, "owner"),
    admin: await insertNewMember(sql, ours, "admin"),
    billing: await insertNewMember(sql, ours, "billing"),
    member: await insertNewMember(sql, ours, "member"),
    viewer: await insertNewMember(sql, ours, "viewer"),
    deletedMember: await insertPerson(sql),
    formerMember: await insertPerson(sql),
    platformAdmin: await insertPerson(sql),
  };
  await insertMember(sql, ours, people.deletedMember, "owner");
  await sql`update people set deleted_at = now() where id = ${people.deletedMember}`;
  await sql`insert into platform_admins (person_id, granted_by) values (${people.platformAdmin}, 'seed')`;
  for (const account of [ours, theirs]) {
    await sql`
      insert into admin_visits (account_id, person_id, reason, opened_at, ends_at)
      values (${account}, ${people.platformAdmin}, 'Asked for help', now(), now() + interval '1 hour')`;
  }
  await seedShared(sql);
  for (const personId of Object.values(people))
    if (personId !== people.newcomer) await seedPerson(sql, personId);
  await seedAccount(sql, ours, "ours", [people.owner, people.member, people.deletedMember]);
  await seedAccount(sql, theirs, "theirs", [people.stranger]);
  await seedExports(sql, { ours, theirs, people });
  return { ours, theirs, people };
}

async function seedShared(sql: postgres.Sql): Promise<void> {
  await sql`insert into catalog_versions (version, digest) values (1, 'digest')`;
  await sql`
    insert into plan_limits (catalog_version, tier_key, feature, kind, reset, limit_value)
    values (1, 'free', 'resumes', 'metered', 'month', 1)`;
  await sql`
    insert into provider_prices (provider, provider_price_id, provider_product_id, price_key, tier_key, catalog_version)
    values ('stripe', 'price_1', 'prod_1', 'pro_month', 'pro', 1)`;
  await sql`
    insert into identity_removals (id, removed_at) values ('user_gone', now())`;
  await sql`
    insert into idempotency_keys (scope, key, request_hash, locked_until, expires_at)
    values ('person:ada /api/x', 'key-1', '\\x00', now(), now() + interval '1 day')`;
  await sql`insert into outbox (name, data) values ('test/thing.happened', '{}')`;
  await sql`insert into provider_leases (name, holder, expires_at) values ('customer:1', ${newId()}, now())`;
}

/** What is a person's own. */
async function seedPerson(sql: postgres.Sql, personId: string): Promise<void> {
  await sql`insert into person_preferences (person_id, theme) values (${personId}, 'dark')`;
  await sql`
    insert into notification_preferences (person_id, kind, channel, enabled)
    values (${personId}, 'trial_ending', 'email', false)`;
  await sql`
    insert into person_avatars (person_id, content_type, sha256, content)
    values (${personId}, 'image/png', sha256('picture'), 'picture')`;
}

/** A row of the account in every table that has accounts. Ids of the provider's objects end in the tag. */
export async function seedAccount(
  sql: postgres.Sql,
  account: string,
  tag: string,
  keyMakers: readonly string[],
): Promise<void> {
  const customer = `cus_${tag}`;
  const at = new Date("2026-11-01T00:00:00Z");
  for (const [index, maker] of keyMakers.entries()) {
    await sql`
      insert into api_keys (account_id, created_by, name, prefix, key_hash, scopes, last_used_ip)
      values (${account}, ${maker}, 'CI', 'mh_live_abcd', sha256(${`${tag}${index}`}::bytea), '{usage:read}', '203.0.113.7')`;
  }
  await sql`
    insert into invitations (account_id, email, role, token_hash, invited_by, created_at, sent_at, expires_at)
    values (${account}, 'jonas@weber.example', 'admin', sha256(${`token ${tag}`}::bytea), ${keyMakers[0] ?? ""}, ${at},
      ${at}, ${new Date("2026-11-08T00:00:00Z")})`;
  await sql`
    insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id)
    values (${account}, 'system', 'seed', 'account.created', 'account', ${account})`;
  await sql`
    insert into deletions (subject, account_id, requested_by, requested_at, due_at)
    values ('account', ${account}, ${keyMakers[0] ?? ""}, ${at}, ${at})`;
  await sql`
    insert into provider_events (id, provider, type, account_id, payload, occurred_at)
    values (${`evt_${tag}`}, 'stripe', 'customer.created', ${account}, '{}', ${at})`;
  await sql`
    insert into account_plans (account_id, tier_key, catalog_version, price_key, source, source_id, status, anchor_at)
    values (${account}, 'pro', 1, 'pro_month', 'subscription', ${`sub_${tag}`}, 'active', ${at})`;
  await sql`insert into account_limits (account_id, feature, limit_value, reason) values (${account}, 'resumes', 5, 'gift')`;
  await sql`insert into customers (id, account_id, provider_created_at) values (${customer}, ${account}, ${at})`;
  await sql`
    insert into subscriptions (id, account_id, customer_id, status, is_primary, price_key, tier_key, catalog_version,
      quantity, currency, provider_created_at, synced_at)
    values (${`sub_${tag}`}, ${account}, ${customer}, 'active', true, 'pro_month', 'pro', 1, 1, 'usd', ${at}, ${at})`;
  await sql`
    insert into purchases (id, account_id, customer_id, price_key, tier_key, catalog_version, quantity, currency,
      amount_cents, status, purchased_at, synced_at)
    values (${`cs_${tag}`}, ${account}, ${customer}, 'life', 'pro', 1, 1, 'usd', 100, 'paid', ${at}, ${at})`;
  await sql`
    insert into invoices (id, account_id, customer_id, status, currency, subtotal_cents, tax_cents, total_cents,
      amount_due_cents, amount_paid_cents, amount_remaining_cents, provider_created_at, synced_at)
    values (${`in_${tag}`}, ${account}, ${customer}, 'paid', 'usd', 100, 0, 100, 100, 100, 0, ${at}, ${at})`;
  await sql`
    insert into invoice_lines (id, invoice_id, account_id, position, amount_cents)
    values (${`il_${tag}`}, ${`in_${tag}`}, ${account}, 0, 100)`;
  await sql`
    insert into payment_methods (id, account_id, customer_id, type, last4, synced_at)
    values (${`pm_${tag}`}, ${account}, ${customer}, 'card', '4242', ${at})`;
  await sql`
    insert into checkout_sessions (account_id, customer_id, mode, price_key, currency, request, success_path,
      cancel_path, expires_at)
    values (${account}, ${customer}, 'subscription', 'pro_month', 'usd', '{}', '/billing/return', '/pricing', ${at})`;
  await sql`
    insert into usage_counters (account_id, feature, window_start, reset, window_end, used, updated_at)
    values (${account}, 'resumes', ${at}, 'month', ${new Date("2026-12-01T00:00:00Z")}, 1, ${at})`;
  await sql`
    insert into usage_events (id, account_id, feature, quantity, occurred_at, recorded_at, window_start)
    values (${newId()}, ${account}, 'resumes', 1, ${at}, ${at}, ${at})`;
  await sql`
    insert into usage_days (account_id, feature, day, quantity, events, last_recorded_at)
    values (${account}, 'resumes', '2026-11-01', 1, 1, ${at})`;
  await sql`
    insert into usage_warnings (account_id, feature, window_start, reset, threshold, used, limit_value, warned_at)
    values (${account}, 'resumes', ${at}, 'month', 80, 4, 5, ${at})`;
}

/** An export of each account, and one that a member asked for of what is their own. */
async function seedExports(sql: postgres.Sql, { ours, theirs, people }: World): Promise<void> {
  await sql`
    insert into data_exports (subject, account_id, person_id, format)
    values ('account', ${ours}, ${people.admin}, 'json'), ('account', ${theirs}, ${people.stranger}, 'csv'),
      ('person', null, ${people.member}, 'json')`;
  await sql`
    insert into data_export_files (export_id, position, source, name)
    select id, 0, 'account', 'account.json' from data_exports`;
  await sql`
    insert into data_export_chunks (export_id, file_position, position, content)
    select export_id, position, 0, 'chunk' from data_export_files`;
}
