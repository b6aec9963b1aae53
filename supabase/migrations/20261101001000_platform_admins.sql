-- Staff of this installation: who made them so, until when, and each reason for which they opened an account.

alter table public.platform_admins
  add column granted_by text not null default 'installation',
  add column revoked_at timestamptz,
  add column revoked_by text,
  add check ((revoked_at is null) = (revoked_by is null));
alter table public.platform_admins alter column granted_by drop default;
comment on table public.platform_admins is 'Staff of this installation. Never a tenant''s role. Whoever is revoked stays in the table; every grant and revocation is in the audit log.';
comment on column public.platform_admins.granted_by is 'Actor as in the audit log: a person''s id, or the name of the program.';

create table public.admin_visits (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id),
  person_id text not null references public.people (id),
  reason text not null check (length(reason) between 4 and 500),
  opened_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > opened_at)
);
comment on table public.admin_visits is 'Why a platform admin opened an account, and until when that reason holds; then the row goes. What stays is in the account''s audit log, where its owner reads each look.';
create index admin_visits_account_id_person_id_idx on public.admin_visits (account_id, person_id, ends_at desc);
create index admin_visits_person_id_idx on public.admin_visits (person_id);
create index admin_visits_ends_at_idx on public.admin_visits (ends_at);

-- The back office lists the newest accounts first.
create index accounts_created_at_idx on public.accounts (created_at desc, id desc) where deleted_at is null;

alter table public.admin_visits enable row level security;
revoke all on public.admin_visits from anon, authenticated, service_role;
grant select, insert, delete on public.admin_visits to service_role;
