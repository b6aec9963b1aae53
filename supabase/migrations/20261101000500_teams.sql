-- Teams: invitations, when a member was last seen, and the rule that an account keeps an owner.

alter table public.members add column last_seen_at timestamptz;
comment on column public.members.last_seen_at is 'When the person last did something in this account, to within five minutes. Null: never since they joined.';

create table public.invitations (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id),
  email text not null check (email = lower(email) and position('@' in email) > 1 and length(email) <= 254),
  role text not null check (role in ('admin', 'billing', 'member', 'viewer')),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  invited_by text not null references public.people (id),
  created_at timestamptz not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > sent_at),
  accepted_at timestamptz,
  accepted_by text references public.people (id),
  revoked_at timestamptz,
  check ((accepted_at is null) = (accepted_by is null)),
  check (accepted_at is null or revoked_at is null)
);
comment on table public.invitations is 'Who was asked to join which account, and as what. Of the token in the link only a peppered hash is kept; sending again replaces it. Nobody is invited as owner.';
comment on column public.invitations.sent_at is 'When the link that is good now was sent; the life of the invitation counts from here.';
create unique index invitations_account_id_email_idx on public.invitations (account_id, email)
  where accepted_at is null and revoked_at is null;
comment on index public.invitations_account_id_email_idx is 'At most one invitation waits for an address in an account. Addresses are stored in lower case.';
create index invitations_account_id_sent_at_idx on public.invitations (account_id, sent_at desc, id desc);

create function private.require_owner() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- Two transactions that each take away one of two owners would not see each other: the second waits here for
  -- the first to end, and then sees what it did.
  perform from public.accounts a where a.id = old.account_id for no key update;
  if not exists (select from public.accounts a where a.id = old.account_id and a.deleted_at is null) then
    return null;
  end if;
  if not exists (
    select from public.members m
    join public.people p on p.id = m.person_id and p.deleted_at is null
    where m.account_id = old.account_id and m.role = 'owner'
  ) then
    raise exception 'account % would have no owner', old.account_id
      using errcode = 'check_violation', constraint = 'members_keep_an_owner';
  end if;
  return null;
end
$$;
comment on function private.require_owner is 'Refuses, at commit, a change that would leave a living account without a living owner.';
create constraint trigger members_keep_an_owner
  after update or delete on public.members
  deferrable initially deferred
  for each row when (old.role = 'owner')
  execute function private.require_owner();

alter table public.invitations enable row level security;
revoke all on public.invitations from anon, authenticated, service_role;
grant select, insert, update, delete on public.invitations to service_role;
grant select (id, account_id, email, role, invited_by, created_at, sent_at, expires_at, accepted_at, accepted_by, revoked_at)
  on public.invitations to authenticated;
create policy "Owners and admins see whom the account invited" on public.invitations
  for select to authenticated
  using (account_id in (select private.my_account_ids('members.manage')));

revoke execute on function private.require_owner() from public, anon, authenticated;
grant execute on function private.require_owner() to service_role;
