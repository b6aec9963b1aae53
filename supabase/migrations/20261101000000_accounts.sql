-- People, accounts, members, roles, API keys and the audit log.
--
-- Two doors lead here. Signed-in people come through PostgREST as `authenticated` and see what the policies
-- below let them see. The system comes as a member of `service_role` and filters by account itself.
-- Supabase grants new tables in `public` to its API roles by default, so each migration first takes
-- everything away and then grants what is meant.

create schema if not exists private;
comment on schema private is 'Helpers and hot-path functions. Never exposed through the REST API.';
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;
-- Postgres lets everyone execute a new function, and Supabase grants its API roles besides.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;

create function private.uuid_v7() returns uuid
language sql volatile
set search_path = ''
as $$
  -- RFC 9562: 48 bits of Unix milliseconds, version 7, the rest random.
  select encode(
    set_bit(set_bit(
      overlay(
        uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6
      ), 52, 1), 53, 1), 'hex')::uuid
$$;
comment on function private.uuid_v7 is 'Time-ordered id (RFC 9562), for rows that the database makes itself.';

create table public.people (
  id text primary key,
  email text not null check (email = lower(email) and (email = '' or position('@' in email) > 1)),
  name text not null default '',
  avatar_url text,
  locale text not null default 'en',
  time_zone text not null default 'UTC',
  identity_updated_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
comment on table public.people is 'One row a human. The id is the subject of the identity provider''s token.';
create index people_email_idx on public.people (email);

create table public.accounts (
  id uuid primary key default private.uuid_v7(),
  kind text not null check (kind in ('personal', 'organization')),
  personal_person_id text references public.people (id),
  name text not null check (length(name) between 1 and 120),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  currency text not null default 'usd' check (currency ~ '^[a-z]{3}$'),
  trial_used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  check ((kind = 'personal') = (personal_person_id is not null))
);
comment on table public.accounts is 'The tenant: a person''s own account or an organization. Everything that costs belongs to one.';
create unique index accounts_personal_person_id_idx on public.accounts (personal_person_id);

create table public.members (
  account_id uuid not null references public.accounts (id),
  person_id text not null references public.people (id),
  role text not null check (role in ('owner', 'admin', 'billing', 'member', 'viewer')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, person_id)
);
comment on table public.members is 'Who belongs to which account, and as what.';
create index members_person_id_idx on public.members (person_id);

create table public.role_permissions (
  role text not null check (role in ('owner', 'admin', 'billing', 'member', 'viewer')),
  permission text not null,
  primary key (role, permission)
);
comment on table public.role_permissions is 'The one permission table. lib/accounts/permissions.ts holds the same rows; a test keeps them equal.';
insert into public.role_permissions (role, permission)
select role, permission
from (values
  ('account.read', array['owner', 'admin', 'billing', 'member', 'viewer']),
  ('account.update', array['owner', 'admin']),
  ('account.delete', array['owner']),
  ('account.transfer', array['owner']),
  ('members.read', array['owner', 'admin', 'billing', 'member', 'viewer']),
  ('members.manage', array['owner', 'admin']),
  ('billing.read', array['owner', 'admin', 'billing']),
  ('billing.manage', array['owner', 'admin', 'billing']),
  ('usage.read', array['owner', 'admin', 'billing', 'member', 'viewer']),
  ('usage.write', array['owner', 'admin', 'member']),
  ('api_keys.create', array['owner', 'admin', 'member']),
  ('api_keys.manage', array['owner', 'admin']),
  ('audit.read', array['owner', 'admin'])
) as granted (permission, roles), unnest(granted.roles) as role;

create table public.platform_admins (
  person_id text primary key references public.people (id),
  created_at timestamptz not null default now()
);
comment on table public.platform_admins is 'Staff of this installation. Never a tenant''s role.';

create table public.api_keys (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id),
  created_by text references public.people (id),
  name text not null check (length(name) between 1 and 80),
  prefix text not null,
  key_hash bytea not null unique check (octet_length(key_hash) = 32),
  scopes text[] not null check (cardinality(scopes) > 0),
  expires_at timestamptz,
  last_used_at timestamptz,
  last_used_ip inet,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
comment on table public.api_keys is 'Account API keys. Only a peppered SHA-256 is kept; the key itself is shown once.';
create index api_keys_account_id_idx on public.api_keys (account_id, created_at desc);

create table public.audit_log (
  id uuid primary key default private.uuid_v7(),
  account_id uuid references public.accounts (id),
  actor_kind text not null check (actor_kind in ('person', 'api_key', 'job', 'webhook', 'system')),
  actor_id text not null,
  action text not null check (action ~ '^[a-z_]+(\.[a-z_]+)+$'),
  target_kind text not null,
  target_id text not null,
  before jsonb,
  after jsonb,
  request_id text,
  ip inet,
  occurred_at timestamptz not null default now()
);
comment on table public.audit_log is 'Append-only: the trigger refuses updates and deletes, for every role.';
create index audit_log_account_id_occurred_at_idx on public.audit_log (account_id, occurred_at desc, id desc);

create function private.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger audit_log_append_only before update or delete on public.audit_log
  for each row execute function private.refuse_change();
create trigger audit_log_never_truncated before truncate on public.audit_log
  for each statement execute function private.refuse_change();

create function private.my_account_ids(needed text) returns setof uuid
language sql stable
security definer
set search_path = ''
as $$
  -- Clerk's ids are text: auth.uid() would fail to cast them, so the subject is read from the token.
  select m.account_id
  from public.members m
  join public.role_permissions r on r.role = m.role and r.permission = needed
  join public.people p on p.id = m.person_id and p.deleted_at is null
  join public.accounts a on a.id = m.account_id and a.deleted_at is null
  where m.person_id = (select auth.jwt() ->> 'sub')
$$;
comment on function private.my_account_ids is 'Accounts in which the caller''s token holds the permission. The one helper every policy uses.';

alter table public.people enable row level security;
alter table public.accounts enable row level security;
alter table public.members enable row level security;
alter table public.role_permissions enable row level security;
alter table public.platform_admins enable row level security;
alter table public.api_keys enable row level security;
alter table public.audit_log enable row level security;

revoke all on all tables in schema public from anon, authenticated, service_role;
revoke execute on all functions in schema private from public, anon, authenticated;
grant execute on function private.my_account_ids(text) to authenticated;
grant execute on all functions in schema private to service_role;
grant select, insert, update, delete on public.people, public.accounts, public.members, public.platform_admins,
  public.api_keys to service_role;
grant select on public.role_permissions to service_role;
grant select, insert on public.audit_log to service_role;

grant select on public.people, public.accounts, public.members, public.role_permissions, public.audit_log to authenticated;
grant select (id, account_id, created_by, name, prefix, scopes, expires_at, last_used_at, created_at, revoked_at)
  on public.api_keys to authenticated;

create policy "People see themselves and those they share an account with" on public.people
  for select to authenticated
  using (
    id = (select auth.jwt() ->> 'sub')
    or id in (
      select m.person_id from public.members m
      where m.account_id in (select private.my_account_ids('members.read'))
    )
  );
create policy "Members see their account" on public.accounts
  for select to authenticated
  using (id in (select private.my_account_ids('account.read')));
create policy "Members see who else belongs" on public.members
  for select to authenticated
  using (account_id in (select private.my_account_ids('members.read')));
create policy "Everyone signed in may read what roles mean" on public.role_permissions
  for select to authenticated
  using (true);
create policy "People see their own keys, managers all keys of the account" on public.api_keys
  for select to authenticated
  using (
    account_id in (select private.my_account_ids('api_keys.manage'))
    or (
      created_by = (select auth.jwt() ->> 'sub')
      and account_id in (select private.my_account_ids('account.read'))
    )
  );
create policy "Owners and admins read the audit log" on public.audit_log
  for select to authenticated
  using (account_id in (select private.my_account_ids('audit.read')));
