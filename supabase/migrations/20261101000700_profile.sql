-- A person's own choices (preferences, notifications, picture), what API keys need to be kept in order, and the
-- export of an account's or a person's data.

-- Nothing ever wrote these two: preferences have a table of their own.
alter table public.people drop column locale, drop column time_zone;
comment on column public.people.avatar_url is 'The picture at the identity provider. Pages never show it: a foreign address would tell its owner who looks.';

create table public.person_preferences (
  person_id text primary key references public.people (id) on delete cascade,
  locale text not null default 'en-GB' check (locale ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
  time_zone text not null default 'UTC'
    check (length(time_zone) <= 64 and time_zone ~ '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$'),
  currency text check (currency ~ '^[a-z]{3}$'),
  theme text not null default 'system' check (theme in ('system', 'light', 'dark'))
);
comment on table public.person_preferences is 'How a person reads numbers, dates and colours. Without a row the defaults hold.';
comment on column public.person_preferences.currency is 'In which currency prices are shown first; null: the catalog''s. What is charged is the account''s.';

create table public.notification_preferences (
  person_id text not null references public.people (id) on delete cascade,
  kind text not null check (kind in (
    'trial_ending', 'payment_failed', 'receipt', 'renewal_upcoming', 'card_expiring', 'plan_changed',
    'subscription_canceled', 'refund', 'dispute', 'usage_80', 'usage_90', 'usage_100', 'team_invited',
    'team_role_changed', 'new_sign_in', 'api_key_created', 'api_key_expiring'
  )),
  channel text not null check (channel in ('email', 'in_app')),
  enabled boolean not null,
  primary key (person_id, kind, channel),
  check (enabled or channel <> 'email' or kind not in ('payment_failed', 'new_sign_in', 'api_key_created'))
);
comment on table public.notification_preferences is 'What a person switched off or on again. Without a row a notification is wanted. The check keeps those that must arrive by e-mail.';

create table public.person_avatars (
  person_id text primary key references public.people (id) on delete cascade,
  content_type text not null check (content_type in ('image/png', 'image/jpeg', 'image/webp')),
  sha256 bytea not null check (octet_length(sha256) = 32),
  content bytea not null check (octet_length(content) between 1 and 262144),
  updated_at timestamptz not null default now()
);
comment on table public.person_avatars is 'Pictures that people uploaded, at most 256 KB, served from our own origin under their hash.';
create index person_avatars_sha256_idx on public.person_avatars (sha256);

alter table public.api_keys
  add column revoked_by text references public.people (id),
  add column successor_id uuid references public.api_keys (id),
  add column expiry_warned_days smallint check (expiry_warned_days in (7, 1));
comment on column public.api_keys.revoked_by is 'The person who revoked it; null when nobody did, or it was not a person.';
comment on column public.api_keys.successor_id is 'The key that replaced it by rotation. It may work on for a while, but no longer counts towards the most an account may have.';
comment on column public.api_keys.expiry_warned_days is 'The nearest warning of its expiry that was given: 7 days or 1 day before.';
create index api_keys_revoked_by_idx on public.api_keys (revoked_by) where revoked_by is not null;
create index api_keys_successor_id_idx on public.api_keys (successor_id) where successor_id is not null;
create index api_keys_expires_at_idx on public.api_keys (expires_at) where expires_at is not null and revoked_at is null;

create table public.data_exports (
  id uuid primary key default private.uuid_v7(),
  subject text not null check (subject in ('account', 'person')),
  account_id uuid references public.accounts (id),
  person_id text not null references public.people (id),
  format text not null check (format in ('json', 'csv')),
  status text not null default 'queued' check (status in ('queued', 'running', 'ready', 'failed', 'expired')),
  size_bytes bigint check (size_bytes > 0),
  sha256 bytea check (octet_length(sha256) = 32),
  failure text,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  expires_at timestamptz,
  check ((subject = 'account') = (account_id is not null)),
  check (status <> 'ready' or (size_bytes is not null and sha256 is not null and expires_at is not null)),
  check ((status = 'failed') = (failure is not null))
);
comment on table public.data_exports is 'Copies of an account''s data, or of a person''s own, that somebody asked for. person_id is who asked. The partial unique indexes keep it to one at a time.';
create unique index data_exports_one_running_account_idx on public.data_exports (account_id)
  where subject = 'account' and status in ('queued', 'running');
create unique index data_exports_one_running_person_idx on public.data_exports (person_id)
  where subject = 'person' and status in ('queued', 'running');
create index data_exports_account_id_idx on public.data_exports (account_id, created_at desc);
create index data_exports_person_id_idx on public.data_exports (person_id, created_at desc);
create index data_exports_expires_at_idx on public.data_exports (expires_at) where status = 'ready';

create table public.data_export_files (
  export_id uuid not null references public.data_exports (id) on delete cascade,
  position integer not null check (position >= 0),
  source text not null,
  name text not null,
  next_cursor jsonb,
  rows bigint not null default 0,
  chunks integer not null default 0,
  size_bytes bigint not null default 0,
  crc32 bigint not null default 0 check (crc32 between 0 and 4294967295),
  is_complete boolean not null default false,
  primary key (export_id, position)
);
comment on table public.data_export_files is 'One file of an export and how far it has come. A portion moves it in the transaction that stores the portion''s chunk, so that a job that dies goes on where it stood.';
comment on column public.data_export_files.size_bytes is 'Bytes of the file before compression; crc32 is over the same bytes.';

create table public.data_export_chunks (
  export_id uuid not null,
  file_position integer not null,
  position integer not null check (position >= 0),
  content bytea not null,
  primary key (export_id, file_position, position),
  foreign key (export_id, file_position) references public.data_export_files (export_id, position) on delete cascade
);
comment on table public.data_export_chunks is 'Pieces of a file''s deflate stream, in order. Erased when the export expires.';
-- Compressed already: TOAST need not try again.
alter table public.data_export_chunks alter column content set storage external;
alter table public.person_avatars alter column content set storage external;

insert into public.role_permissions (role, permission) values ('owner', 'account.export'), ('admin', 'account.export');

alter table public.person_preferences enable row level security;
alter table public.notification_preferences enable row level security;
alter table public.person_avatars enable row level security;
alter table public.data_exports enable row level security;
alter table public.data_export_files enable row level security;
alter table public.data_export_chunks enable row level security;
revoke all on public.person_preferences, public.notification_preferences, public.person_avatars, public.data_exports,
  public.data_export_files, public.data_export_chunks from anon, authenticated, service_role;
grant select, insert, update, delete on public.person_preferences, public.notification_preferences,
  public.person_avatars, public.data_exports, public.data_export_files, public.data_export_chunks to service_role;
grant select (revoked_by, successor_id) on public.api_keys to authenticated;
grant select on public.data_exports to authenticated;
-- The one thing a person writes at the people's door: their own choices.
grant select, insert, update on public.person_preferences, public.notification_preferences to authenticated;

create policy "People see their own preferences" on public.person_preferences
  for select to authenticated
  using (person_id = (select auth.jwt() ->> 'sub'));
create policy "People set their own preferences" on public.person_preferences
  for insert to authenticated
  with check (person_id = (select id from public.people where id = (select auth.jwt() ->> 'sub') and deleted_at is null));
create policy "People change their own preferences" on public.person_preferences
  for update to authenticated
  using (person_id = (select id from public.people where id = (select auth.jwt() ->> 'sub') and deleted_at is null))
  with check (person_id = (select id from public.people where id = (select auth.jwt() ->> 'sub') and deleted_at is null));
create policy "People see their own notification choices" on public.notification_preferences
  for select to authenticated
  using (person_id = (select auth.jwt() ->> 'sub'));
create policy "People make their own notification choices" on public.notification_preferences
  for insert to authenticated
  with check (person_id = (select id from public.people where id = (select auth.jwt() ->> 'sub') and deleted_at is null));
create policy "People change their own notification choices" on public.notification_preferences
  for update to authenticated
  using (person_id = (select id from public.people where id = (select auth.jwt() ->> 'sub') and deleted_at is null))
  with check (person_id = (select id from public.people where id = (select auth.jwt() ->> 'sub') and deleted_at is null));
create policy "Owners and admins see exports of the account, everyone their own" on public.data_exports
  for select to authenticated
  using (
    account_id in (select private.my_account_ids('account.export'))
    or (subject = 'person' and person_id = (select auth.jwt() ->> 'sub'))
  );
