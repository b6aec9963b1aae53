-- The provider's billing objects, mirrored. syncCustomer is the only writer; every page reads from here.
-- Amounts are integer minor units of the row's currency. Statuses are the provider's open strings.

create table public.customers (
  id text primary key,
  provider text not null default 'stripe' check (provider in ('stripe', 'razorpay')),
  account_id uuid not null references public.accounts (id),
  email text,
  name text,
  currency text,
  balance_cents bigint not null default 0,
  country text,
  address jsonb,
  default_payment_method_id text,
  provider_created_at timestamptz not null,
  deleted_at timestamptz,
  synced_at timestamptz,
  covers_from timestamptz,
  created_at timestamptz not null default now()
);
comment on table public.customers is 'The provider''s customer of an account. One living customer for each account and provider. synced_at: when the reads of the last sync began, on this database''s clock. covers_from: that sync read everything created since then; older objects are read when open, or when an event names them.';
create unique index customers_account_id_idx on public.customers (account_id, provider) where deleted_at is null;

create table public.subscriptions (
  id text primary key,
  account_id uuid not null references public.accounts (id),
  customer_id text not null references public.customers (id),
  status text not null,
  is_primary boolean not null default false,
  price_key text not null,
  tier_key text not null,
  catalog_version integer not null,
  quantity integer not null check (quantity >= 0),
  currency text not null,
  unit_amount_cents bigint,
  billing_interval text,
  billing_interval_count integer,
  current_period_start timestamptz,
  current_period_end timestamptz,
  billing_cycle_anchor timestamptz,
  cancel_at timestamptz,
  canceled_at timestamptz,
  ended_at timestamptz,
  trial_start timestamptz,
  trial_end timestamptz,
  default_payment_method_id text,
  provider_created_at timestamptz not null,
  synced_at timestamptz not null
);
comment on table public.subscriptions is 'Mirrored subscriptions. The partial unique index is the law of one running subscription for each account.';
create unique index subscriptions_one_primary_idx on public.subscriptions (account_id) where is_primary;
create index subscriptions_account_id_idx on public.subscriptions (account_id, provider_created_at desc);
create index subscriptions_customer_id_idx on public.subscriptions (customer_id);

create table public.purchases (
  id text primary key,
  account_id uuid not null references public.accounts (id),
  customer_id text not null references public.customers (id),
  price_key text not null,
  tier_key text not null,
  catalog_version integer not null,
  quantity integer not null check (quantity > 0),
  currency text not null,
  amount_cents bigint not null,
  status text not null check (status in ('paid', 'refunded', 'processing', 'failed')),
  payment_intent_id text,
  invoice_id text,
  purchased_at timestamptz not null,
  synced_at timestamptz not null
);
comment on table public.purchases is 'One-off purchases, one row for each completed checkout session in payment mode.';
create index purchases_account_id_idx on public.purchases (account_id, purchased_at desc);
create index purchases_customer_id_idx on public.purchases (customer_id);
create index purchases_payment_intent_id_idx on public.purchases (payment_intent_id);

create table public.invoices (
  id text primary key,
  account_id uuid not null references public.accounts (id),
  customer_id text not null references public.customers (id),
  subscription_id text,
  number text,
  status text not null,
  currency text not null,
  subtotal_cents bigint not null,
  tax_cents bigint not null,
  total_cents bigint not null,
  amount_due_cents bigint not null,
  amount_paid_cents bigint not null,
  amount_remaining_cents bigint not null,
  credited_cents bigint not null default 0,
  attempt_count integer not null default 0,
  next_attempt_at timestamptz,
  billing_reason text,
  period_start timestamptz,
  period_end timestamptz,
  hosted_invoice_url text,
  invoice_pdf_url text,
  due_at timestamptz,
  paid_at timestamptz,
  provider_created_at timestamptz not null,
  synced_at timestamptz not null
);
comment on table public.invoices is 'Mirrored invoices, drafts included. credited_cents: given back by credit notes after payment.';
create index invoices_account_id_idx on public.invoices (account_id, provider_created_at desc, id desc);
create index invoices_customer_id_idx on public.invoices (customer_id);
create index invoices_unsettled_idx on public.invoices (customer_id) where status in ('draft', 'open', 'uncollectible');

create table public.invoice_lines (
  id text primary key,
  invoice_id text not null references public.invoices (id) on delete cascade,
  account_id uuid not null references public.accounts (id),
  position integer not null,
  description text,
  amount_cents bigint not null,
  quantity integer,
  price_key text,
  is_proration boolean not null default false,
  period_start timestamptz,
  period_end timestamptz
);
comment on table public.invoice_lines is 'What an invoice is for, in the provider''s order.';
create index invoice_lines_invoice_id_idx on public.invoice_lines (invoice_id, position);
create index invoice_lines_account_id_idx on public.invoice_lines (account_id);

create table public.payment_methods (
  id text primary key,
  account_id uuid not null references public.accounts (id),
  customer_id text not null references public.customers (id),
  type text not null,
  brand text,
  last4 text,
  exp_month integer,
  exp_year integer,
  fingerprint text,
  is_default boolean not null default false,
  synced_at timestamptz not null
);
comment on table public.payment_methods is 'Cards and the like that a customer has on file. Never a full number.';
create unique index payment_methods_one_default_idx on public.payment_methods (customer_id) where is_default;
create index payment_methods_account_id_idx on public.payment_methods (account_id);

create table public.checkout_sessions (
  id uuid primary key default private.uuid_v7(),
  provider_session_id text unique,
  account_id uuid not null references public.accounts (id),
  person_id text references public.people (id),
  customer_id text not null references public.customers (id),
  mode text not null check (mode in ('subscription', 'payment', 'setup')),
  price_key text not null,
  quantity integer not null default 1 check (quantity > 0),
  currency text not null,
  promotion_code text,
  status text not null default 'reserved' check (status in ('reserved', 'open', 'complete', 'expired', 'refused')),
  payment_status text,
  request jsonb not null,
  url text,
  success_path text not null,
  cancel_path text not null,
  expires_at timestamptz not null,
  verified_at timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  check (provider_session_id is not null or status not in ('open', 'complete'))
);
comment on table public.checkout_sessions is 'Checkouts we started. A row is reserved, with the exact request, before the provider is asked; its id is the idempotency key, so that a request cut off half way is sent again and gives the same session. verified_at: when the provider last said that it is open. At most one running subscription checkout for each account: that is what keeps a buyer from subscribing twice.';
create unique index checkout_sessions_one_running_idx on public.checkout_sessions (account_id)
  where status in ('reserved', 'open') and mode = 'subscription';
create index checkout_sessions_running_idx on public.checkout_sessions (account_id) where status in ('reserved', 'open');
create index checkout_sessions_account_id_idx on public.checkout_sessions (account_id, created_at desc);
create index checkout_sessions_customer_id_idx on public.checkout_sessions (customer_id);

create table public.provider_leases (
  name text primary key,
  holder uuid not null,
  expires_at timestamptz not null
);
comment on table public.provider_leases is 'Who is talking to a provider about what. A lease is held across provider calls without holding a connection; whoever writes what was read checks first that the lease is still theirs.';

alter table public.customers enable row level security;
alter table public.subscriptions enable row level security;
alter table public.purchases enable row level security;
alter table public.invoices enable row level security;
alter table public.invoice_lines enable row level security;
alter table public.payment_methods enable row level security;
alter table public.checkout_sessions enable row level security;
alter table public.provider_leases enable row level security;
revoke all on public.customers, public.subscriptions, public.purchases, public.invoices, public.invoice_lines,
  public.payment_methods, public.checkout_sessions, public.provider_leases from anon, authenticated, service_role;
grant select, insert, update, delete on public.customers, public.subscriptions, public.purchases, public.invoices,
  public.invoice_lines, public.payment_methods, public.checkout_sessions, public.provider_leases to service_role;
grant select on public.customers, public.subscriptions, public.purchases, public.invoices, public.invoice_lines,
  public.payment_methods, public.checkout_sessions to authenticated;

create policy "Billing roles see the customer" on public.customers
  for select to authenticated using (account_id in (select private.my_account_ids('billing.read')));
create policy "Billing roles see subscriptions" on public.subscriptions
  for select to authenticated using (account_id in (select private.my_account_ids('billing.read')));
create policy "Billing roles see purchases" on public.purchases
  for select to authenticated using (account_id in (select private.my_account_ids('billing.read')));
create policy "Billing roles see invoices" on public.invoices
  for select to authenticated using (account_id in (select private.my_account_ids('billing.read')));
create policy "Billing roles see invoice lines" on public.invoice_lines
  for select to authenticated using (account_id in (select private.my_account_ids('billing.read')));
create policy "Billing roles see payment methods" on public.payment_methods
  for select to authenticated using (account_id in (select private.my_account_ids('billing.read')));
create policy "Billing roles see checkouts" on public.checkout_sessions
  for select to authenticated using (account_id in (select private.my_account_ids('billing.read')));
