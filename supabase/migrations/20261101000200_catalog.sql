-- The catalog file, published: limits by version (subscribers keep the version they bought) and the
-- provider's ids of our prices, so that no request has to ask the provider for them.

create table public.catalog_versions (
  version integer primary key check (version > 0),
  digest text not null,
  published_at timestamptz not null default now()
);
comment on table public.catalog_versions is 'Published versions of lib/catalog/catalog.ts. A published version never changes.';

create table public.plan_limits (
  catalog_version integer not null references public.catalog_versions (version),
  tier_key text not null,
  feature text not null,
  kind text not null check (kind in ('metered', 'gauge', 'switch', 'choice', 'rate')),
  reset text not null check (reset in ('month', 'day', 'hour', 'never')),
  limit_value bigint check (limit_value >= 0),
  choice text,
  overage_micros bigint check (overage_micros > 0),
  primary key (catalog_version, tier_key, feature),
  check ((kind = 'choice') = (choice is not null))
);
comment on table public.plan_limits is 'What a tier gives. limit_value null is unlimited; a switch is 0 or 1. overage_micros: micro-dollars a unit beyond the limit, null is a hard stop.';

create table public.provider_prices (
  provider text not null check (provider in ('stripe', 'razorpay')),
  provider_price_id text not null,
  provider_product_id text not null,
  price_key text not null,
  tier_key text not null,
  catalog_version integer not null references public.catalog_versions (version),
  active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (provider, provider_price_id)
);
comment on table public.provider_prices is 'Our price keys and the provider''s price ids, old ones kept for those who bought them.';
create unique index provider_prices_active_idx on public.provider_prices (provider, price_key) where active;

create table public.account_plans (
  account_id uuid primary key references public.accounts (id),
  tier_key text not null,
  catalog_version integer not null,
  price_key text not null,
  source text not null check (source in ('free', 'subscription', 'purchase')),
  source_id text,
  status text not null,
  anchor_at timestamptz not null,
  access_until timestamptz,
  updated_at timestamptz not null default now(),
  check ((source = 'free') = (source_id is null))
);
comment on table public.account_plans is 'The plan in force, derived from subscriptions and purchases whenever they are synced. Monthly limits reset on the day of anchor_at; after access_until the account is on free.';

create table public.account_limits (
  account_id uuid not null references public.accounts (id),
  feature text not null,
  limit_value bigint check (limit_value >= 0),
  expires_at timestamptz,
  reason text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, feature)
);
comment on table public.account_limits is 'Overrides of a plan''s limit for one account. limit_value null is unlimited.';

alter table public.catalog_versions enable row level security;
alter table public.plan_limits enable row level security;
alter table public.provider_prices enable row level security;
alter table public.account_plans enable row level security;
alter table public.account_limits enable row level security;
revoke all on public.catalog_versions, public.plan_limits, public.provider_prices, public.account_plans, public.account_limits
  from anon, authenticated, service_role;
grant select, insert, update, delete on public.catalog_versions, public.plan_limits, public.provider_prices,
  public.account_plans, public.account_limits to service_role;
grant select on public.plan_limits to anon, authenticated;
grant select on public.account_plans, public.account_limits to authenticated;

create policy "Limits of plans are public" on public.plan_limits for select to anon, authenticated using (true);
create policy "Members see their plan" on public.account_plans
  for select to authenticated
  using (account_id in (select private.my_account_ids('usage.read')));
create policy "Members see their own limits" on public.account_limits
  for select to authenticated
  using (account_id in (select private.my_account_ids('usage.read')));
