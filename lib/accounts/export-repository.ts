import { database } from "@/lib/platform/db";
import { type ExportSource, exportSource, type KeyedRow } from "@/lib/platform/export";

const account = exportSource(
  {
    name: "account",
    columns: ["id", "kind", "name", "slug", "currency", "createdAt"],
    permission: "account.read",
  },
  async (accountId, { after }) =>
    after
      ? []
      : await database()<KeyedRow[]>`
          select id, kind, name, slug, currency, created_at, array[id::text] as cursor from accounts
          where id = ${accountId}`,
);

const members = exportSource(
  {
    name: "members",
    columns: ["personId", "name", "email", "role", "createdAt"],
    permission: "members.read",
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select m.person_id, p.name, p.email, m.role, m.created_at, array[m.person_id] as cursor
      from members m join people p on p.id = m.person_id
      where m.account_id = ${accountId} ${after ? sql`and m.person_id > ${after[0] ?? ""}` : sql``}
      order by m.person_id
      limit ${limit}`;
  },
);

const invitations = exportSource(
  {
    name: "invitations",
    columns: [
      "id",
      "email",
      "role",
      "invitedBy",
      "createdAt",
      "sentAt",
      "expiresAt",
      "acceptedAt",
      "acceptedBy",
      "revokedAt",
    ],
    permission: "members.manage",
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select id, email, role, invited_by, created_at, sent_at, expires_at, accepted_at, accepted_by, revoked_at,
        array[id::text] as cursor
      from invitations
      where account_id = ${accountId} ${after ? sql`and id > ${after[0] ?? ""}` : sql``}
      order by id
      limit ${limit}`;
  },
);

const apiKeys = exportSource(
  {
    name: "api_keys",
    columns: [
      "id",
      "name",
      "prefix",
      "scopes",
      "createdBy",
      "createdAt",
      "expiresAt",
      "lastUsedAt",
      "lastUsedIp",
      "successorId",
      "revokedAt",
      "revokedBy",
    ],
    permission: "api_keys.manage",
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select id, name, prefix, scopes, created_by, created_at, expires_at, last_used_at, host(last_used_ip) as last_used_ip,
        successor_id, revoked_at, revoked_by, array[id::text] as cursor
      from api_keys
      where account_id = ${accountId} ${after ? sql`and id > ${after[0] ?? ""}` : sql``}
      order by id
      limit ${limit}`;
  },
);

const AUDIT_COLUMNS = [
  "id",
  "occurredAt",
  "actorKind",
  "actorId",
  "action",
  "targetKind",
  "targetId",
  "before",
  "after",
  "requestId",
  "ip",
];

const auditLog = exportSource(
  { name: "audit_log", columns: AUDIT_COLUMNS, permission: "audit.read" },
  async (accountId, { after, limit, until }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select id, occurred_at, actor_kind, actor_id, action, target_kind, target_id, before, after, request_id,
        host(ip) as ip, array[occurred_at::text, id::text] as cursor
      from audit_log
      where account_id = ${accountId} and occurred_at <= ${until}
        ${after ? sql`and (occurred_at, id) > (${after[0] ?? ""}::text::timestamptz, ${after[1] ?? ""}::uuid)` : sql``}
      order by occurred_at, id
      limit ${limit}`;
  },
);

/** What this domain knows of an account. Never a key's secret: there is none to give. */
export const accountExportSources: readonly ExportSource[] = [
  account,
  members,
  invitations,
  apiKeys,
  auditLog,
];

const profile = exportSource(
  {
    name: "profile",
    columns: ["id", "name", "email", "createdAt", "locale", "timeZone", "currency", "theme", "picture"],
    permission: null,
  },
  async (personId, { after }) =>
    after
      ? []
      : await database()<KeyedRow[]>`
          select p.id, p.name, p.email, p.created_at, c.locale, c.time_zone, c.currency, c.theme,
            'data:' || a.content_type || ';base64,' || translate(encode(a.content, 'base64'), E'\n', '') as picture,
            array[p.id] as cursor
          from people p
          left join person_preferences c on c.person_id = p.id
          left join person_avatars a on a.person_id = p.id
          where p.id = ${personId}`,
);

const notificationChoices = exportSource(
  { name: "notification_choices", columns: ["kind", "channel", "enabled"], permission: null },
  async (personId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select kind, channel, enabled, array[kind, channel] as cursor from notification_preferences
      where person_id = ${personId} ${after ? sql`and (kind, channel) > (${after[0] ?? ""}, ${after[1] ?? ""})` : sql``}
      order by kind, channel
      limit ${limit}`;
  },
);

const memberships = exportSource(
  {
    name: "memberships",
    columns: ["accountId", "accountName", "accountKind", "role", "createdAt"],
    permission: null,
  },
  async (personId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select m.account_id, a.name as account_name, a.kind as account_kind, m.role, m.created_at,
        array[m.account_id::text] as cursor
      from members m join accounts a on a.id = m.account_id and a.deleted_at is null
      where m.person_id = ${personId} ${after ? sql`and m.account_id > ${after[0] ?? ""}` : sql``}
      order by m.account_id
      limit ${limit}`;
  },
);

const activity = exportSource(
  { name: "activity", columns: ["accountId", ...AUDIT_COLUMNS], permission: null },
  async (personId, { after, limit, until }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select account_id, id, occurred_at, actor_kind, actor_id, action, target_kind, target_id, before, after, request_id,
        host(ip) as ip, array[occurred_at::text, id::text] as cursor
      from audit_log
      where actor_kind = 'person' and actor_id = ${personId} and occurred_at <= ${until}
        ${after ? sql`and (occurred_at, id) > (${after[0] ?? ""}::text::timestamptz, ${after[1] ?? ""}::uuid)` : sql``}
      order by occurred_at, id
      limit ${limit}`;
  },
);

/** What this domain knows of a person, whatever the account. */
export const personExportSources: readonly ExportSource[] = [
  profile,
  notificationChoices,
  memberships,
  activity,
];
