-- Deletion of accounts and of people: asked for, undone within the grace period, or carried out. Rows stay as
-- the proof of what was asked and when it was done; they hold ids only.

alter table public.accounts add column erased_at timestamptz;
comment on column public.accounts.erased_at is 'When what told of people was taken out. deleted_at alone: access has ended, the rows are still there.';

create table public.deletions (
  id uuid primary key default private.uuid_v7(),
  subject text not null check (subject in ('account', 'person')),
  account_id uuid not null references public.accounts (id),
  person_id text references public.people (id),
  requested_by text references public.people (id),
  state text not null default 'scheduled' check (state in ('scheduled', 'undone', 'erasing', 'erased')),
  requested_at timestamptz not null,
  due_at timestamptz not null check (due_at >= requested_at),
  undone_at timestamptz,
  undone_by text references public.people (id),
  erased_at timestamptz,
  hold_reason text,
  check ((subject = 'person') = (person_id is not null)),
  check ((state = 'undone') = (undone_at is not null)),
  check ((state = 'erased') = (erased_at is not null))
);
comment on table public.deletions is 'Requests to delete an account, or a person together with their personal account (then account_id is that one).';
comment on column public.deletions.requested_by is 'Null when the identity provider had deleted the account or the person.';
comment on column public.deletions.hold_reason is 'Why a due deletion waits, such as an organization that would be left without an owner.';
create unique index deletions_one_open_of_account_idx on public.deletions (account_id)
  where state in ('scheduled', 'erasing');
create unique index deletions_one_open_of_person_idx on public.deletions (person_id)
  where state in ('scheduled', 'erasing');
create index deletions_due_at_idx on public.deletions (due_at) where state in ('scheduled', 'erasing');
create index deletions_account_id_idx on public.deletions (account_id, requested_at desc);
create index deletions_person_id_idx on public.deletions (person_id);
create index deletions_requested_by_idx on public.deletions (requested_by);
create index deletions_undone_by_idx on public.deletions (undone_by);

alter table public.deletions enable row level security;
revoke all on public.deletions from anon, authenticated, service_role;
grant select, insert, update on public.deletions to service_role;
grant select on public.deletions to authenticated;
create policy "Members see that their account is to be deleted, people that they are" on public.deletions
  for select to authenticated
  using (
    person_id = (select auth.jwt() ->> 'sub')
    or (subject = 'account' and account_id in (select private.my_account_ids('account.read')))
  );

create function private.usage_erase_properties(of_account_id uuid, of_feature text, after_time timestamptz, batch integer)
returns timestamptz
language plpgsql
security definer
set search_path = ''
as $$
declare
  until_time timestamptz;
begin
  -- Usage is append-only. Only what callers wrote beside the counts may go, and only of an account that is gone.
  if not exists (select from public.accounts where id = of_account_id and deleted_at is not null) then
    raise exception 'account % is not deleted', of_account_id using errcode = 'restrict_violation';
  end if;
  select max(taken.recorded_at) into until_time
  from (
    select e.recorded_at from public.usage_events e
    where e.account_id = of_account_id and e.feature = of_feature and e.recorded_at > after_time
    order by e.recorded_at
    limit batch
  ) taken;
  if until_time is null then
    return null;
  end if;
  update public.usage_events e set properties = null
  where e.account_id = of_account_id and e.feature = of_feature
    and e.recorded_at > after_time and e.recorded_at <= until_time and e.properties is not null;
  return until_time;
end
$$;
comment on function private.usage_erase_properties is 'Empties the properties of the next batch of a deleted account''s events of a feature. Returns how far it came, null when nothing is left.';
revoke execute on function private.usage_erase_properties(uuid, text, timestamptz, integer) from public, anon, authenticated;
grant execute on function private.usage_erase_properties(uuid, text, timestamptz, integer) to service_role;
