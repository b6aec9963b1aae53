-- A key never carries more than its maker may do now: the statements of the hot path that ask whether a key is
-- alive also ask whether the person who made it still belongs to the account, and what their role is. Only the
-- first step of private.usage_track and the second case of private.usage_check differ from what they were.

create or replace function private.usage_track(
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
  -- 1. Calls: the account lives, and so does the key that the caller was let in with; whoever made the key
  -- still belongs to the account and may still record usage.
  select array_agg(
      case
        when a.id is null then 'no_account'
        when c.api_key_id is null then null
        when k.id is null or (k.created_by is not null and m.role is null) then 'key_revoked'
        when k.created_by is not null and r.role is null then 'key_reduced'
      end order by c.position)
  into call_refusals
  from unnest(call_account_ids, call_api_key_ids) with ordinality as c (account_id, api_key_id, position)
  left join public.accounts a on a.id = c.account_id and a.deleted_at is null
  left join public.api_keys k
    on k.id = c.api_key_id and k.account_id = c.account_id and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > at_time)
  left join public.members m on m.account_id = k.account_id and m.person_id = k.created_by
  left join public.role_permissions r on r.role = m.role and r.permission = 'usage.write';

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
comment on function private.usage_track is 'Counts a batch of items of one or many calls in one commit and answers one row an item, in order: accepted, limit_reached, not_included, conflict (the key came before with other content), unknown_feature, not_metered, key_revoked, key_reduced (its maker may no longer record usage), no_account. Only accepted items store anything. is_duplicate: it was counted before, and is not counted again.';

create or replace function private.usage_check(
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
        left join public.members m on m.account_id = k.account_id and m.person_id = k.created_by
        where k.id = of_api_key_id and k.account_id = of_account_id and k.revoked_at is null
          and (k.expires_at is null or k.expires_at > at_time)
          and (k.created_by is null or m.person_id is not null)
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
