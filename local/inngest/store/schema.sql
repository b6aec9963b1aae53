-- Tables of the local Inngest executor. Everything it knows is here: a process that dies loses nothing.
-- JSON is kept as json, not jsonb, so that values come back as they were given (key order, \u0000, big numbers).

create schema if not exists local_inngest;

create table if not exists local_inngest.settings (
  key text primary key,
  value json not null
);

create table if not exists local_inngest.executors (
  id text primary key,
  lock_key integer not null unique,
  started_at timestamptz not null default clock_timestamp()
);
comment on table local_inngest.executors is 'Processes. One is alive exactly while it holds its advisory lock.';

create table if not exists local_inngest.apps (
  id text primary key,
  url text not null,
  sdk text,
  registered_at timestamptz not null
);

create table if not exists local_inngest.functions (
  id text primary key,
  app_id text not null references local_inngest.apps on delete cascade,
  config json not null,
  registered_at timestamptz not null
);

create table if not exists local_inngest.crons (
  function_id text not null,
  expression text not null,
  last_tick_at timestamptz not null,
  due_at timestamptz,
  primary key (function_id, expression)
);

create table if not exists local_inngest.events (
  internal_id text primary key,
  sequence bigserial not null,
  name text not null,
  payload json not null,
  received_at timestamptz not null,
  dispatched_at timestamptz,
  dispatch_failures integer not null default 0,
  dispatch_error text,
  -- Set on the executor's own messages: a child run to start, or a child's result to hand to its parent.
  invoked_function_id text,
  parent_run_id text,
  parent_op_id text
);
create index if not exists events_waiting_idx on local_inngest.events (sequence) where dispatched_at is null;
create index if not exists events_received_at_idx on local_inngest.events (received_at);

create table if not exists local_inngest.event_ids (
  id text primary key,
  internal_id text not null,
  expires_at timestamptz not null
);
comment on table local_inngest.event_ids is 'Ids given by senders: a second event of the same id within 24 hours is the same event.';

create table if not exists local_inngest.runs (
  id text primary key,
  function_id text not null,
  status text not null check (status in ('Queued', 'Running', 'Completed', 'Failed', 'Cancelled', 'Skipped')),
  origin text not null check (origin in ('event', 'cron', 'invoke', 'manual', 'rerun')),
  events json not null,
  output json,
  error json,
  reason text,
  request_version integer,
  -- The app asked to be called after each parallel step, not only after the last.
  is_eager boolean not null default false,
  parent_run_id text,
  parent_op_id text,
  singleton_key text,
  concurrency_keys text[] not null default '{}',
  concurrency_limits integer[] not null default '{}',
  steps_done integer not null default 0,
  queued_at timestamptz not null,
  order_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
create index if not exists runs_function_id_idx on local_inngest.runs (function_id, id);
create index if not exists runs_status_idx on local_inngest.runs (status, id);
create index if not exists runs_ended_at_idx on local_inngest.runs (ended_at) where ended_at is not null;
create index if not exists runs_singleton_idx on local_inngest.runs (singleton_key)
  where singleton_key is not null and ended_at is null;

create table if not exists local_inngest.run_events (
  event_id text not null,
  run_id text not null references local_inngest.runs on delete cascade,
  primary key (event_id, run_id)
);
create index if not exists run_events_run_id_idx on local_inngest.run_events (run_id);

create table if not exists local_inngest.steps (
  run_id text not null references local_inngest.runs on delete cascade,
  op_id text not null,
  op text not null,
  name text,
  -- 'retrying' is a step that failed and will be tried again by the same queue item; it holds nothing up.
  status text not null check (status in ('pending', 'retrying', 'done', 'failed')),
  position integer,
  result json,
  detail text,
  found_at timestamptz not null,
  ended_at timestamptz,
  primary key (run_id, op_id)
);

create table if not exists local_inngest.calls (
  id bigserial primary key,
  run_id text not null references local_inngest.runs on delete cascade,
  step_id text not null,
  attempt integer not null,
  http_status integer,
  outcome text not null,
  error json,
  started_at timestamptz not null,
  ended_at timestamptz not null
);
create index if not exists calls_run_id_idx on local_inngest.calls (run_id, id);

create table if not exists local_inngest.queue (
  id text primary key,
  run_id text not null references local_inngest.runs on delete cascade,
  step_id text not null,
  attempt integer not null,
  available_at timestamptz not null,
  order_at timestamptz not null,
  concurrency_keys text[] not null default '{}',
  concurrency_limits integer[] not null default '{}',
  lease_owner text,
  lease_token text,
  lease_until timestamptz
);
create index if not exists queue_order_idx on local_inngest.queue (order_at, id) where lease_owner is null;
create index if not exists queue_available_at_idx on local_inngest.queue (available_at) where lease_owner is null;
create index if not exists queue_leased_idx on local_inngest.queue (lease_owner) where lease_owner is not null;
create index if not exists queue_run_id_idx on local_inngest.queue (run_id);

create table if not exists local_inngest.pauses (
  id text primary key,
  run_id text not null references local_inngest.runs on delete cascade,
  op_id text,
  kind text not null check (kind in ('sleep', 'event', 'invoke', 'cancel', 'start-deadline', 'finish-deadline')),
  event_name text,
  expression text,
  trigger_event_id text,
  expires_at timestamptz
);
create index if not exists pauses_event_name_idx on local_inngest.pauses (event_name) where event_name is not null;
create index if not exists pauses_expires_at_idx on local_inngest.pauses (expires_at) where expires_at is not null;
create index if not exists pauses_run_id_idx on local_inngest.pauses (run_id);

create table if not exists local_inngest.debounces (
  function_id text not null,
  key text not null,
  event_id text not null,
  payload json not null,
  first_at timestamptz not null,
  due_at timestamptz not null,
  primary key (function_id, key)
);

create table if not exists local_inngest.batches (
  function_id text not null,
  key text not null,
  position bigserial not null,
  event_id text not null,
  payload json not null,
  due_at timestamptz not null,
  primary key (function_id, key, position)
);
comment on table local_inngest.batches is 'Events gathered for a batch; all of one batch carry the moment it is due.';

create table if not exists local_inngest.starts (
  function_id text not null,
  rule text not null,
  key text not null,
  at timestamptz not null,
  id bigserial primary key
);
create index if not exists starts_key_idx on local_inngest.starts (function_id, rule, key, at);
comment on table local_inngest.starts is 'Starts counted by rate limits and idempotency keys, and slots given by throttles.';

-- Leases up to p_limit due items, oldest run first, leaving out those whose concurrency key is at its limit.
-- One claim at a time (advisory lock), so that two executors cannot both take a key's last place.
create or replace function local_inngest.claim_items(
  p_owner text, p_now timestamptz, p_limit integer, p_lease interval
) returns setof local_inngest.queue
language plpgsql set search_path = '' as $$
declare
  item local_inngest.queue;
  full_keys text[] := '{}';
  taken integer := 0;
  slot integer;
  used integer;
  is_free boolean;
begin
  perform pg_catalog.pg_advisory_xact_lock(4003, 1);
  for item in
    select * from local_inngest.queue
    where lease_owner is null and available_at <= p_now
    order by order_at, id
    for update skip locked
  loop
    continue when item.concurrency_keys && full_keys;
    is_free := true;
    for slot in 1 .. coalesce(pg_catalog.array_length(item.concurrency_keys, 1), 0) loop
      select count(*) into used from local_inngest.queue
      where lease_owner is not null and concurrency_keys @> array[item.concurrency_keys[slot]];
      if used >= item.concurrency_limits[slot] then
        full_keys := full_keys || item.concurrency_keys[slot];
        is_free := false;
      end if;
    end loop;
    continue when not is_free;
    update local_inngest.queue
    set lease_owner = p_owner, lease_token = pg_catalog.gen_random_uuid()::text,
        lease_until = pg_catalog.clock_timestamp() + p_lease
    where id = item.id
    returning * into item;
    return next item;
    taken := taken + 1;
    exit when taken >= p_limit;
  end loop;
end;
$$;
