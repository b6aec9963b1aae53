-- The audit log as a chain: each entry of an account carries the hash of the one before it, so that an entry
-- that was changed, removed, inserted or moved shows. Entries of no account form one chain of the installation.
-- lib/accounts/audit/README.md defines the encoding that is hashed; private.audit_statement is that definition here.

alter table public.audit_log
  add column sequence bigint,
  add column previous_hash bytea,
  add column hash bytea,
  -- The encoding writes four digits of year and no era.
  add constraint audit_log_occurred_at_check
    check (occurred_at >= '1970-01-01T00:00:00Z' and occurred_at < '10000-01-01T00:00:00Z');
comment on column public.audit_log.sequence is 'Place in the account''s chain, from 1, without gaps. Given by the trigger.';
comment on column public.audit_log.previous_hash is 'Hash of the entry before; 32 zero bytes for the first. Given by the trigger.';
comment on column public.audit_log.hash is 'SHA-256 of private.audit_statement of this entry. Given by the trigger.';

create table public.audit_chains (
  account_id uuid references public.accounts (id),
  sequence bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  moved_at timestamptz not null default clock_timestamp(),
  constraint audit_chains_account_id_key unique nulls not distinct (account_id)
) with (fillfactor = 50);
comment on table public.audit_chains is 'Head of each account''s audit chain, moved by the trigger of audit_log alone. Locking it puts an account''s writers in line.';

create function private.audit_statement(entry public.audit_log) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  names constant text[] := array['sequence', 'previous_hash', 'id', 'account_id', 'actor_kind', 'actor_id', 'action',
    'target_kind', 'target_id', 'before', 'after', 'request_id', 'ip', 'occurred_at'];
  fields constant text[] := array[entry.sequence::text, encode(entry.previous_hash, 'hex'), entry.id::text,
    entry.account_id::text, entry.actor_kind, entry.actor_id, entry.action, entry.target_kind, entry.target_id,
    entry.before::text, entry.after::text, entry.request_id, abbrev(entry.ip),
    to_char(entry.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')];
  statement text := E'meterhouse.audit.v1\n';
begin
  for position in 1 .. cardinality(names) loop
    -- The length in bytes before each value: no value can pretend to be the end of itself.
    statement := statement || names[position] || '='
      || coalesce(octet_length(fields[position]) || ':' || fields[position], '-') || E'\n';
  end loop;
  return statement;
end
$$;
comment on function private.audit_statement is 'What of an audit entry is hashed, as UTF-8 text; lib/accounts/audit/README.md defines it.';

create function private.chain_audit_entry() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  head_sequence bigint;
  head_hash bytea;
begin
  -- The foreign key takes this lock after the row is written. Taking it before the head keeps one order for
  -- everybody, also for a transaction that locked the account first and comes to its audit entry last.
  perform from public.accounts where id = new.account_id for key share;
  for attempt in 1 .. 2 loop
    if new.account_id is null then
      select c.sequence, c.hash into head_sequence, head_hash
      from public.audit_chains c where c.account_id is null for update;
    else
      select c.sequence, c.hash into head_sequence, head_hash
      from public.audit_chains c where c.account_id = new.account_id for update;
    end if;
    exit when found;
    insert into public.audit_chains (account_id, sequence, hash)
    values (new.account_id, 0, decode(repeat('00', 32), 'hex'))
    on conflict (account_id) do nothing;
  end loop;
  if head_sequence is null then
    -- The head was made by a transaction that this one's snapshot cannot see: it has to begin anew.
    raise exception 'the audit chain was begun by another transaction' using errcode = 'serialization_failure';
  end if;
  new.sequence := head_sequence + 1;
  new.previous_hash := head_hash;
  new.hash := sha256(convert_to(private.audit_statement(new), 'UTF8'));
  if new.account_id is null then
    update public.audit_chains set sequence = new.sequence, hash = new.hash, moved_at = clock_timestamp()
    where account_id is null;
  else
    update public.audit_chains set sequence = new.sequence, hash = new.hash, moved_at = clock_timestamp()
    where account_id = new.account_id;
  end if;
  return new;
end
$$;
comment on function private.chain_audit_entry is 'Gives an audit entry its place in the chain, whatever the caller wrote there, and moves the head.';

create function private.guard_audit_head() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and new.sequence = 0 and new.hash = decode(repeat('00', 32), 'hex') then return new; end if;
  if tg_op = 'UPDATE' and new.sequence = old.sequence + 1 and new.account_id is not distinct from old.account_id then
    return new;
  end if;
  raise exception 'an audit chain moves forward by one entry' using errcode = 'restrict_violation';
end
$$;

create function private.check_audit_head() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- The entry is written after its head has moved. When the transaction ends it must be there: an insert that
  -- was skipped (on conflict do nothing) or a head that was moved by hand would leave a gap.
  if new.account_id is null then
    perform from public.audit_log a
    where a.account_id is null and a.sequence = new.sequence and a.hash = new.hash;
  else
    perform from public.audit_log a
    where a.account_id = new.account_id and a.sequence = new.sequence and a.hash = new.hash;
  end if;
  if not found then
    raise exception 'the head of an audit chain has no entry' using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;

-- What was written before there was a chain, in the order in which it happened.
alter table public.audit_log disable trigger audit_log_append_only;
do $$
declare
  entry public.audit_log;
  head_sequence bigint;
  head_hash bytea;
  chain uuid;
begin
  for entry in select * from public.audit_log order by account_id, occurred_at, id loop
    if head_sequence is null or chain is distinct from entry.account_id then
      chain := entry.account_id;
      head_sequence := 0;
      head_hash := decode(repeat('00', 32), 'hex');
    end if;
    entry.sequence := head_sequence + 1;
    entry.previous_hash := head_hash;
    entry.hash := sha256(convert_to(private.audit_statement(entry), 'UTF8'));
    update public.audit_log
    set sequence = entry.sequence, previous_hash = entry.previous_hash, hash = entry.hash
    where id = entry.id;
    head_sequence := entry.sequence;
    head_hash := entry.hash;
  end loop;
  insert into public.audit_chains (account_id, sequence, hash)
  select distinct on (account_id) account_id, sequence, hash from public.audit_log order by account_id, sequence desc;
end
$$;
alter table public.audit_log enable trigger audit_log_append_only;

alter table public.audit_log
  alter column sequence set not null,
  alter column previous_hash set not null,
  alter column hash set not null,
  -- A second writer with the same predecessor would fork the chain: the table itself refuses it.
  add constraint audit_log_account_id_sequence_key unique nulls not distinct (account_id, sequence);
-- Newest first, for each of the filters. An actor's and a target's ids are rare enough to serve all accounts.
create index audit_log_account_id_action_idx on public.audit_log (account_id, action, occurred_at desc, id desc);
create index audit_log_account_id_actor_kind_idx on public.audit_log (account_id, actor_kind, occurred_at desc, id desc)
  where actor_kind <> 'person';
create index audit_log_actor_id_occurred_at_idx on public.audit_log (actor_id, occurred_at desc, id desc);
create index audit_log_target_id_occurred_at_idx on public.audit_log (target_id, occurred_at desc, id desc);
create index audit_log_occurred_at_idx on public.audit_log (occurred_at desc, id desc);

create trigger audit_log_chained before insert on public.audit_log
  for each row execute function private.chain_audit_entry();
create trigger audit_chains_forward before insert or update on public.audit_chains
  for each row execute function private.guard_audit_head();
create trigger audit_chains_never_deleted before delete on public.audit_chains
  for each row execute function private.refuse_change();
create trigger audit_chains_never_truncated before truncate on public.audit_chains
  for each statement execute function private.refuse_change();
create constraint trigger audit_chains_have_their_entry after update on public.audit_chains
  deferrable initially deferred
  for each row execute function private.check_audit_head();

alter table public.audit_chains enable row level security;
revoke all on public.audit_chains from anon, authenticated, service_role;
grant select on public.audit_chains to authenticated, service_role;
create policy "Owners and admins read the head of the audit chain" on public.audit_chains
  for select to authenticated
  using (account_id in (select private.my_account_ids('audit.read')));
