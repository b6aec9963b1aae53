-- Usage: how much an account has used, every accepted event, and the functions of the hot path.
--
-- The laws, all of them kept by private.usage_track in one statement and one commit:
--   1. used is the sum of the accepted quantities of its window, and never goes over a hard limit.
--   2. An idempotency key counts once, for ever.
--   3. A refused event stores nothing.
--   4. A window is computed from the plan's anchor, never switched by a job: a reset cannot be late or twice.
--   5. Crossing 80, 90 or 100 percent leaves one warning a window, in the commit of the event that crossed.

create table public.usage_counters (
  account_id uuid not null references public.accounts (id),
  feature text not null,
  window_start timestamptz not null,
  reset text not null check (reset in ('month', 'day', 'hour', 'never')),
  window_end timestamptz check (window_end > window_start),
  used bigint not null default 0 check (used >= 0),
  overage bigint not null default 0 check (overage between 0 and used),
  warned smallint not null default 0 check (warned in (0, 80, 90, 100)),
  updated_at timestamptz not null,
  primary key (account_id, feature, window_start, reset),
  check ((reset = 'never') = (window_end is null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
comment on table public.usage_counters is 'What an account has used of a feature in one window. Its row lock is what keeps the limit. Rows of past windows stay, as history. Room is left in each page so that counting rewrites no index.';
comment on column public.usage_counters.window_start is 'Start of the window; 1970-01-01 UTC for limits that never reset.';
comment on column public.usage_counters.overage is 'Part of used that lies beyond the limit, on plans that sell it.';
comment on column public.usage_counters.warned is 'Highest threshold warned of in this window, 0 for none.';

create table public.usage_events (
  id uuid primary key,
  account_id uuid not null,
  feature text not null,
  quantity integer not null check (quantity > 0),
  overage_quantity integer not null default 0 check (overage_quantity between 0 and quantity),
  idempotency_key text check (length(idempotency_key) between 1 and 255),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  window_start timestamptz not null,
  api_key_id uuid,
  person_id text,
  properties jsonb
) with (autovacuum_vacuum_insert_scale_factor = 0.05);
comment on table public.usage_events is 'Every accepted event, permanent and append-only. No foreign keys: usage_track has locked the counter, whose key to accounts holds, and a check for each row would halve the throughput of batches.';
comment on column public.usage_events.recorded_at is 'When it was counted. It is counted in the window of this instant; occurred_at is what the caller said.';
create unique index usage_events_account_id_idempotency_key_idx
  on public.usage_events (account_id, idempotency_key) where idempotency_key is not null;
create index usage_events_account_id_feature_recorded_at_idx
  on public.usage_events (account_id, feature, recorded_at);

create table public.usage_days (
  account_id uuid not null,
  feature text not null,
  day date not null,
  api_key_id uuid,
  quantity bigint not null check (quantity > 0),
  overage_quantity bigint not null default 0 check (overage_quantity between 0 and quantity),
  events bigint not null check (events > 0),
  last_recorded_at timestamptz not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
comment on table public.usage_days is 'Sums of usage_events by UTC day of recording and API key (null: no key), moved in the same commit: a chart of 90 days reads 90 rows a key however many events there were.';
create unique index usage_days_key_idx on public.usage_days (account_id, feature, day, api_key_id) nulls not distinct;

create table public.usage_warnings (
  account_id uuid not null references public.accounts (id),
  feature text not null,
  window_start timestamptz not null,
  reset text not null,
  window_end timestamptz,
  threshold smallint not null check (threshold in (80, 90, 100)),
  used bigint not null,
  limit_value bigint not null check (limit_value > 0),
  warned_at timestamptz not null,
  primary key (account_id, feature, window_start, reset, threshold)
);
comment on table public.usage_warnings is 'A threshold that was crossed: one row for each window and threshold, written with the event that crossed it.';
create index usage_warnings_account_id_warned_at_idx on public.usage_warnings (account_id, warned_at desc);

create function private.usage_window(reset text, anchor timestamptz, at_time timestamptz,
  out window_start timestamptz, out window_end timestamptz)
language plpgsql immutable strict parallel safe
set search_path = ''
as $$
declare
  anchor_utc constant timestamp := anchor at time zone 'UTC';
  time_utc constant timestamp := at_time at time zone 'UTC';
  months integer;
begin
  case reset
    when 'month' then
      -- Always the anchor plus a whole number of months, so that the clamp of a short month (31 Jan, 28 Feb)
      -- does not carry over into the next (31 Mar).
      months := (extract(year from time_utc) - extract(year from anchor_utc)) * 12
        + extract(month from time_utc) - extract(month from anchor_utc);
      if anchor_utc + make_interval(months => months) > time_utc then
        months := months - 1;
      end if;
      window_start := (anchor_utc + make_interval(months => months)) at time zone 'UTC';
      window_end := (anchor_utc + make_interval(months => months + 1)) at time zone 'UTC';
    when 'day' then
      window_start := date_trunc('day', time_utc) at time zone 'UTC';
      window_end := (date_trunc('day', time_utc) + interval '1 day') at time zone 'UTC';
    when 'hour' then
      window_start := date_trunc('hour', time_utc) at time zone 'UTC';
      window_end := (date_trunc('hour', time_utc) + interval '1 hour') at time zone 'UTC';
    when 'never' then
      window_start := timestamptz 'epoch';
      window_end := null;
    else
      raise exception 'unknown reset %', reset using errcode = 'invalid_parameter_value';
  end case;
end
$$;
comment on function private.usage_window is 'The window that an instant falls into: months from the anchor and calendar days, both in UTC. Half open: the end is the start of the next.';

create function private.usage_terms(account_ids uuid[], features text[], at_time timestamptz)
returns table (
  "position" integer,
  account_id uuid,
  tier_key text,
  catalog_version integer,
  anchor_at timestamptz,
  feature text,
  kind text,
  reset text,
  limit_value bigint,
  is_override boolean,
  overage_micros bigint,
  choice text
)
language plpgsql stable
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  return query
  select wanted.position::integer, a.id, plan.tier_key, plan.catalog_version, plan.anchor_at,
    l.feature, l.kind, l.reset,
    case when o.account_id is null then l.limit_value else o.limit_value end,
    o.account_id is not null,
    l.overage_micros, l.choice
  from unnest(account_ids, features) with ordinality as wanted (account_id, feature, position)
  left join public.accounts a on a.id = wanted.account_id and a.deleted_at is null
  left join public.account_plans p
    on p.account_id = a.id and (p.access_until is null or p.access_until > at_time)
  cross join lateral (
    select
      case when p.account_id is null then 'free' else p.tier_key end as tier_key,
      case when p.account_id is null then (select max(v.version) from public.catalog_versions v) else p.catalog_version end
        as catalog_version,
      case when p.account_id is null then a.created_at else p.anchor_at end as anchor_at
  ) plan
  left join public.plan_limits l
    on a.id is not null and l.catalog_version = plan.catalog_version and l.tier_key = plan.tier_key
    and (wanted.feature is null or l.feature = wanted.feature)
  left join public.account_limits o
    on o.account_id = a.id and o.feature = l.feature and (o.expires_at is null or o.expires_at > at_time)
  order by wanted.position;
end
$$;
comment on function private.usage_terms is 'What accounts may do at an instant: the plan in force (free of the newest catalog when there is none or it ran out), overridden by account_limits. The arrays are parallel; a null feature asks for all features. account_id is null for an account that is absent or deleted, kind for a feature that its catalog does not know.';

create function private.usage_track(
  at_time timestamptz,
  call_account_ids uuid[],
  call_api_key_ids uuid[],
  call_person_ids text[],
  item_calls integer[],
  item_ids uuid[],
  item_features text[],
  item_quantities integer[],
  item_keys text[],
  item_occurred_ats timestamptz[],
  item_properties jsonb[]
)
returns table (
  outcome text,
  is_duplicate boolean,
  used bigint,
  limit_value bigint,
  has_overage boolean,
  window_start timestamptz,
  resets_at timestamptz
)
language plpgsql volatile
set search_path = ''
-- Every row below is reached by a key. Fresh statistics on a small or a fast-growing table must not talk the
-- planner into reading it whole, and planning must not be paid for in each call.
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  -- One entry a call: null, or why none of its items may count.
  call_refusals text[];
  -- One entry an item. A null outcome is a candidate.
  item_groups integer[];
  item_firsts integer[];
  item_outcomes text[];
  item_duplicates boolean[];
  item_used bigint[];
  -- One entry a group: an account and a feature, in the order in which all callers lock them.
  group_accounts uuid[];
  group_features text[];
  group_smallest integer[];
  group_kinds text[];
  group_resets text[];
  group_starts timestamptz[];
  group_ends timestamptz[];
  group_limits bigint[];
  group_overages boolean[];
  group_lockable boolean[];
  group_before bigint[];
  group_after bigint[];
  group_events bigint[];
  group_warned smallint[];
  group_reached smallint[];
  group_greedy boolean[];
  any_missing boolean;
  any_lockable boolean;
  any_greedy boolean;
  any_accepted boolean;
  any_crossing boolean;
  item record;
begin
  -- 1. Calls: the account lives, and so does the key that the caller was let in with.
  select array_agg(
      case
        when a.id is null then 'no_account'
        when c.api_key_id is not null and k.id is null then 'key_revoked'
      end order by c.position)
  into call_refusals
  from unnest(call_account_ids, call_api_key_ids) with ordinality as c (account_id, api_key_id, position)
  left join public.accounts a on a.id = c.account_id and a.deleted_at is null
  left join public.api_keys k
    on k.id = c.api_key_id and k.account_id = c.account_id and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > at_time);

  -- 2. Items: the group of each, and for a key that comes twice the place where it came first. Items of
  -- refused calls fall into groups without an account.
  select
    array_agg(i.group_number order by i.position),
    array_agg(i.first_position order by i.position)
  into item_groups, item_firsts
  from (
    select c.position,
      dense_rank() over (order by c.account_id nulls last, c.feature)::integer as group_number,
      case
        when c.key is null or c.account_id is null then c.position
        else min(c.position) over (partition by c.account_id, c.key)
      end::integer as first_position
    from (
      select n.position, n.feature collate "C" as feature, n.key collate "C" as key,
        case when call_refusals[n.call] is null then call_account_ids[n.call] end as account_id
      from unnest(item_calls, item_features, item_keys) with ordinality as n (call, feature, key, position)
    ) c
  ) i;

  -- 3. Groups, numbered alike: terms, window, and what was used a moment ago. A group without room for its
  -- smallest item is not locked at all: used only grows within a window, so what was full stays full.
  select array_agg(g.account_id), array_agg(g.feature), array_agg(g.smallest)
  into group_accounts, group_features, group_smallest
  from (
    select c.account_id, c.feature, min(c.quantity) as smallest
    from (
      select n.feature collate "C" as feature, n.quantity,
        case when call_refusals[n.call] is null then call_account_ids[n.call] end as account_id
      from unnest(item_calls, item_features, item_quantities) as n (call, feature, quantity)
    ) c
    group by c.account_id, c.feature
    order by c.account_id nulls last, c.feature
  ) g;

  select
    array_agg(g.kind), array_agg(g.reset), array_agg(g.window_start), array_agg(g.window_end),
    array_agg(g.limit_value), array_agg(g.has_overage), array_agg(g.used), array_agg(g.warned),
    array_agg(g.lockable), bool_or(g.lockable), bool_or(g.lockable and g.is_missing)
  into
    group_kinds, group_resets, group_starts, group_ends,
    group_limits, group_overages, group_before, group_warned,
    group_lockable, any_lockable, any_missing
  from (
    select t.kind, t.reset, period.window_start, period.window_end, t.limit_value,
      t.overage_micros is not null as has_overage,
      coalesce(c.used, 0) as used, coalesce(c.warned, 0)::smallint as warned, c.used is null as is_missing,
      t.kind is not distinct from 'metered' and (
        t.limit_value is null or t.overage_micros is not null
        or coalesce(c.used, 0) + group_smallest[t.position] <= t.limit_value
      ) as lockable
    from private.usage_terms(group_accounts, group_features, at_time) t
    left join lateral private.usage_window(t.reset, t.anchor_at, at_time) period on t.reset is not null
    left join lateral (
      select counter.used, counter.warned
      from public.usage_counters counter
      where counter.account_id = t.account_id and counter.feature = t.feature
        and counter.window_start = period.window_start and counter.reset = t.reset
      limit 1
    ) c on true
    order by t.position
  ) g;

  -- 4. Locks, in the order of the groups for every caller, so that two callers cannot wait for each other.
  if any_missing then
    insert into public.usage_counters (account_id, feature, window_start, reset, window_end, updated_at)
    select g.account_id, g.feature, g.window_start, g.reset, g.window_end, at_time
    from unnest(group_accounts, group_features, group_starts, group_resets, group_ends, group_lockable)
      with ordinality as g (account_id, feature, window_start, reset, window_end, lockable, position)
    where g.lockable
    order by g.position
    on conflict do nothing;
  end if;
  if any_lockable then
    select
      array_agg(coalesce(c.used, group_before[g.position]) order by g.position),
      array_agg(coalesce(c.warned, group_warned[g.position]) order by g.position)
    into group_before, group_warned
    from unnest(group_accounts, group_features, group_starts, group_resets, group_lockable)
      with ordinality as g (account_id, feature, window_start, reset, lockable, position)
    left join lateral (
      select counter.used, counter.warned
      from public.usage_counters counter
      where g.lockable and counter.account_id = g.account_id and counter.feature = g.feature
        and counter.window_start = g.window_start and counter.reset = g.reset
      for update
    ) c on true;
  end if;

  -- 5. What is said of each item before any quota is asked. Only now, under the locks, does the look for keys
  -- see everything that others have counted here. The same key on two features at once is seen by neither:
  -- there the unique index decides, and the caller runs the statement again.
  select
    array_agg(
      case
        when call_refusals[i.call] is not null then call_refusals[i.call]
        when group_kinds[i.group_number] is null then 'unknown_feature'
        when group_kinds[i.group_number] <> 'metered' then 'not_metered'
        when e.feature is not null then
          case when e.feature = i.feature and e.quantity = i.quantity then 'counted' else 'conflict' end
        when i.first_position < i.position then
          case
            when item_features[i.first_position] = i.feature and item_quantities[i.first_position] = i.quantity
            then 'repeat' else 'conflict'
          end
        when group_limits[i.group_number] = 0 and not group_overages[i.group_number] then 'not_included'
        when not group_lockable[i.group_number] then 'limit_reached'
      end order by i.position)
  into item_outcomes
  from unnest(item_calls, item_groups, item_firsts, item_features, item_quantities, item_keys)
    with ordinality as i (call, group_number, first_position, feature, quantity, key, position)
  left join lateral (
    select event.feature, event.quantity
    from public.usage_events event
    where i.key is not null and event.account_id = call_account_ids[i.call] and event.idempotency_key = i.key
    limit 1
  ) e on true;

  -- 6. Quota. A group whose candidates all fit, or that has no hard limit, is accepted whole; in the others
  -- each candidate is taken in its turn if it fits.
  select array_agg(g.is_greedy), bool_or(g.is_greedy)
  into group_greedy, any_greedy
  from (
    select
      group_lockable[i.group_number] and not group_overages[i.group_number]
      and coalesce(
        group_before[i.group_number] + coalesce(sum(i.quantity) filter (where i.outcome is null), 0)
          > group_limits[i.group_number], false) as is_greedy
    from unnest(item_groups, item_outcomes, item_quantities) as i (group_number, outcome, quantity)
    group by i.group_number
    order by i.group_number
  ) g;
  if any_greedy then
    group_after := group_before;
    for item in
      select i.position::integer as position, i.group_number, i.quantity
      from unnest(item_groups, item_outcomes, item_quantities)
        with ordinality as i (group_number, outcome, quantity, position)
      where i.outcome is null and group_greedy[i.group_number]
      order by i.position
    loop
      if group_after[item.group_number] + item.quantity <= group_limits[item.group_number] then
        group_after[item.group_number] := group_after[item.group_number] + item.quantity;
      else
        item_outcomes[item.position] := 'limit_reached';
      end if;
    end loop;
  end if;

  -- 7. Running sums: what was used after each item, and after all of them.
  select
    array_agg(coalesce(i.outcome, 'accepted') order by i.position),
    array_agg(i.used order by i.position),
    bool_or(i.outcome is null)
  into item_outcomes, item_used, any_accepted
  from (
    select i.outcome, i.position,
      group_before[i.group_number] + coalesce(
        sum(i.quantity) filter (where i.outcome is null)
          over (partition by i.group_number order by i.position), 0) as used
    from unnest(item_groups, item_outcomes, item_quantities)
      with ordinality as i (group_number, outcome, quantity, position)
  ) i;

  if any_accepted then
    select array_agg(g.used), array_agg(g.events), array_agg(g.reached),
      bool_or(g.reached > group_warned[g.group_number])
    into group_after, group_events, group_reached, any_crossing
    from (
      select s.group_number, s.used, s.events,
        case
          when s.events = 0 or coalesce(group_limits[s.group_number], 0) = 0 then 0
          when s.used >= group_limits[s.group_number] then 100
          when s.used * 100 >= group_limits[s.group_number] * 90 then 90
          when s.used * 100 >= group_limits[s.group_number] * 80 then 80
          else 0
        end::smallint as reached
      from (
        select i.group_number, max(i.used) as used, count(*) filter (where i.outcome = 'accepted') as events
        from unnest(item_groups, item_outcomes, item_used) as i (group_number, outcome, used)
        group by i.group_number
      ) s
      order by s.group_number
    ) g;

    -- 8. Writes.
    insert into public.usage_events (
      id, account_id, feature, quantity, overage_quantity, idempotency_key, occurred_at, recorded_at,
      window_start, api_key_id, person_id, properties)
    select i.id, call_account_ids[i.call], i.feature, i.quantity,
      greatest(0, least(i.quantity, coalesce(i.used - group_limits[i.group_number], 0)))::integer,
      i.key, coalesce(i.occurred_at, at_time), at_time,
      group_starts[i.group_number], call_api_key_ids[i.call], call_person_ids[i.call], i.properties
    from unnest(
      item_ids, item_calls, item_groups, item_features, item_quantities, item_keys, item_occurred_ats,
      item_properties, item_outcomes, item_used
    ) as i (id, call, group_number, feature, quantity, key, occurred_at, properties, outcome, used)
    where i.outcome = 'accepted';

    update public.usage_counters c
    set used = g.after,
      overage = c.overage + case
        when g.limit_value is null then 0
        else greatest(0, g.after - greatest(g.before, g.limit_value))
      end,
      warned = greatest(c.warned, g.reached),
      updated_at = greatest(c.updated_at, at_time)
    from unnest(
      group_accounts, group_features, group_starts, group_resets, group_limits, group_before, group_after,
      group_events, group_reached
    ) as g (account_id, feature, window_start, reset, limit_value, before, after, events, reached)
    where g.events > 0
      and c.account_id = g.account_id and c.feature = g.feature
      and c.window_start = g.window_start and c.reset = g.reset;

    insert into public.usage_days as d (
      account_id, feature, day, api_key_id, quantity, overage_quantity, events, last_recorded_at)
    select group_accounts[i.group_number], group_features[i.group_number], (at_time at time zone 'UTC')::date,
      i.api_key_id, sum(i.quantity), sum(i.overage_quantity), count(*), at_time
    from (
      select n.group_number, call_api_key_ids[n.call] as api_key_id, n.quantity,
        greatest(0, least(n.quantity, coalesce(n.used - group_limits[n.group_number], 0))) as overage_quantity
      from unnest(item_calls, item_groups, item_quantities, item_outcomes, item_used)
        as n (call, group_number, quantity, outcome, used)
      where n.outcome = 'accepted'
    ) i
    group by i.group_number, i.api_key_id
    order by i.group_number, i.api_key_id
    on conflict (account_id, feature, day, api_key_id) do update
    set quantity = d.quantity + excluded.quantity,
      overage_quantity = d.overage_quantity + excluded.overage_quantity,
      events = d.events + excluded.events,
      last_recorded_at = greatest(d.last_recorded_at, excluded.last_recorded_at);
  end if;

  -- 9. Warnings. One for each threshold crossed, so that the record is complete; is_highest tells the one worth
  -- a message when an event crosses several.
  if any_crossing then
    with crossed as (
      insert into public.usage_warnings (
        account_id, feature, window_start, reset, window_end, threshold, used, limit_value, warned_at)
      select g.account_id, g.feature, g.window_start, g.reset, g.window_end, t.threshold, g.after,
        g.limit_value, at_time
      from unnest(
        group_accounts, group_features, group_starts, group_resets, group_ends, group_limits, group_after,
        group_warned, group_reached
      ) as g (account_id, feature, window_start, reset, window_end, limit_value, after, warned, reached)
      cross join (values (80::smallint), (90::smallint), (100::smallint)) as t (threshold)
      where t.threshold > g.warned and t.threshold <= g.reached
      on conflict do nothing
      returning account_id, feature, window_start, window_end, threshold, used, limit_value
    )
    insert into public.outbox (name, data)
    select 'usage/limit.warned', jsonb_build_object(
      'accountId', c.account_id,
      'feature', c.feature,
      'threshold', c.threshold,
      'isHighest', c.threshold = max(c.threshold) over (partition by c.account_id, c.feature),
      'used', c.used,
      'limit', c.limit_value,
      'windowStart', to_char(c.window_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'resetsAt', to_char(c.window_end at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from crossed c;
  end if;

  return query
  select
    case i.outcome
      when 'counted' then 'accepted'
      when 'repeat' then item_outcomes[i.first_position]
      else i.outcome
    end,
    i.outcome = 'counted' or (i.outcome = 'repeat' and item_outcomes[i.first_position] = 'accepted'),
    i.used, group_limits[i.group_number], group_overages[i.group_number],
    group_starts[i.group_number], group_ends[i.group_number]
  from unnest(item_outcomes, item_firsts, item_groups, item_used)
    with ordinality as i (outcome, first_position, group_number, used, position)
  order by i.position;
end
$$;
comment on function private.usage_track is 'Counts a batch of items of one or many calls in one commit and answers one row an item, in order: accepted, limit_reached, not_included, conflict (the key came before with other content), unknown_feature, not_metered, key_revoked, no_account. Only accepted items store anything. is_duplicate: it was counted before, and is not counted again.';

create function private.usage_overview(of_account_id uuid, only_feature text, at_time timestamptz)
returns table (
  feature text,
  kind text,
  reset text,
  limit_value bigint,
  is_override boolean,
  overage_micros bigint,
  choice text,
  used bigint,
  window_start timestamptz,
  resets_at timestamptz,
  tier_key text,
  catalog_version integer
)
language plpgsql stable
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  return query
  select t.feature, t.kind, t.reset, t.limit_value, t.is_override, t.overage_micros, t.choice,
    case
      when t.kind = 'metered' then coalesce(c.used, 0)
      when t.kind = 'gauge' and t.feature = 'seats' then
        (select count(*) from public.members m where m.account_id = of_account_id)
      when t.kind = 'gauge' then 0
    end,
    case when t.kind = 'metered' then period.window_start end,
    case when t.kind = 'metered' then period.window_end end,
    t.tier_key, t.catalog_version
  from private.usage_terms(array[of_account_id], array[only_feature], at_time) t
  left join lateral private.usage_window(t.reset, t.anchor_at, at_time) period on t.kind = 'metered'
  left join lateral (
    select counter.used
    from public.usage_counters counter
    where counter.account_id = of_account_id and counter.feature = t.feature
      and counter.window_start = period.window_start and counter.reset = t.reset
    limit 1
  ) c on true
  where t.kind is not null;
end
$$;
comment on function private.usage_overview is 'Terms and use of one feature, or of all (null), at an instant. Gauges are counted where they live; switches, choices and rates have no use.';

create function private.usage_check(
  of_account_id uuid, of_api_key_id uuid, of_feature text, quantity bigint, at_time timestamptz)
returns table (
  outcome text,
  kind text,
  choice text,
  used bigint,
  limit_value bigint,
  has_overage boolean,
  resets_at timestamptz
)
language plpgsql stable
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
as $$
#variable_conflict use_column
begin
  return query
  select
    case
      when not exists (
        select from public.accounts a where a.id = of_account_id and a.deleted_at is null
      ) then 'no_account'
      when of_api_key_id is not null and not exists (
        select from public.api_keys k
        where k.id = of_api_key_id and k.account_id = of_account_id and k.revoked_at is null
          and (k.expires_at is null or k.expires_at > at_time)
      ) then 'key_revoked'
      when o.kind is null then 'unknown_feature'
      when o.kind in ('choice', 'rate') then 'allowed'
      when o.limit_value = 0 and o.overage_micros is null then 'not_included'
      when o.kind = 'switch' or o.limit_value is null or o.overage_micros is not null then 'allowed'
      when o.used + quantity <= o.limit_value then 'allowed'
      else 'limit_reached'
    end,
    o.kind, o.choice, o.used, o.limit_value, o.overage_micros is not null, o.resets_at
  from (values (1)) as one
  left join lateral private.usage_overview(of_account_id, of_feature, at_time) o on true;
end
$$;
comment on function private.usage_check is 'What usage_track would say of one item, without counting it; and the state of switches, choices and gauges.';

alter table public.usage_counters enable row level security;
alter table public.usage_events enable row level security;
alter table public.usage_days enable row level security;
alter table public.usage_warnings enable row level security;
revoke all on public.usage_counters, public.usage_events, public.usage_days, public.usage_warnings
  from anon, authenticated, service_role;
grant select, insert, update on public.usage_counters, public.usage_days to service_role;
grant select, insert on public.usage_events, public.usage_warnings to service_role;
grant select on public.usage_counters, public.usage_events, public.usage_days, public.usage_warnings to authenticated;

create policy "Members see what the account used" on public.usage_counters
  for select to authenticated using (account_id in (select private.my_account_ids('usage.read')));
create policy "Members see the account's events" on public.usage_events
  for select to authenticated using (account_id in (select private.my_account_ids('usage.read')));
create policy "Members see the account's days" on public.usage_days
  for select to authenticated using (account_id in (select private.my_account_ids('usage.read')));
create policy "Members see the account's warnings" on public.usage_warnings
  for select to authenticated using (account_id in (select private.my_account_ids('usage.read')));

revoke execute on function
  private.usage_window(text, timestamptz, timestamptz),
  private.usage_terms(uuid[], text[], timestamptz),
  private.usage_track(timestamptz, uuid[], uuid[], text[], integer[], uuid[], text[], integer[], text[], timestamptz[], jsonb[]),
  private.usage_overview(uuid, text, timestamptz),
  private.usage_check(uuid, uuid, text, bigint, timestamptz)
  from public, anon, authenticated;
grant execute on function
  private.usage_window(text, timestamptz, timestamptz),
  private.usage_terms(uuid[], text[], timestamptz),
  private.usage_track(timestamptz, uuid[], uuid[], text[], integer[], uuid[], text[], integer[], text[], timestamptz[], jsonb[]),
  private.usage_overview(uuid, text, timestamptz),
  private.usage_check(uuid, uuid, text, bigint, timestamptz)
  to service_role;
