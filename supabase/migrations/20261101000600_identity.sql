-- What the identity provider says: who was deleted there, which organizations of its own are accounts here, and
-- which memberships came from there.

alter table public.people add column identity_deleted_at timestamptz;
comment on column public.people.identity_deleted_at is 'When we learned that the identity provider deleted the person. Their access ended with it; erasing what is left is another step.';

alter table public.accounts add column identity_organization_id text unique;
alter table public.accounts add column identity_updated_at timestamptz;
alter table public.accounts add column identity_deleted_at timestamptz;
comment on column public.accounts.identity_organization_id is 'The identity provider''s organization that this account mirrors. Null: the account was made here.';
comment on column public.accounts.identity_updated_at is 'Last change at the identity provider that is copied here: an older one changes nothing.';
comment on column public.accounts.identity_deleted_at is 'When we learned that the identity provider deleted the organization.';

alter table public.members add column identity_membership_id text unique;
alter table public.members add column identity_role text;
alter table public.members add column identity_updated_at timestamptz;
alter table public.members add column identity_pending_role text
  check (identity_pending_role in ('admin', 'billing', 'member', 'viewer', 'none'));
comment on column public.members.identity_membership_id is 'The identity provider''s membership that this one mirrors. Null: the person came by an invitation of ours, or made the account.';
comment on column public.members.identity_role is 'The role as the identity provider last said it. A role that is set here holds until that changes.';
comment on column public.members.identity_pending_role is 'What the identity provider made of the last owner (none: no member any more). It takes effect as soon as the account has another owner.';
create index members_identity_pending_role_idx on public.members (account_id) where identity_pending_role is not null;

create table public.identity_removals (
  id text primary key,
  removed_at timestamptz not null
);
comment on table public.identity_removals is 'People, organizations and memberships that the identity provider deleted. A late event about one of them does not bring it back.';

alter table public.identity_removals enable row level security;
revoke all on public.identity_removals from anon, authenticated, service_role;
grant select, insert on public.identity_removals to service_role;
