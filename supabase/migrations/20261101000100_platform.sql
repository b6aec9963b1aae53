-- What the platform needs to keep its promises: stored provider events, the outbox, idempotent answers.
-- Tenants see none of these tables.

create table public.provider_events (
  id text primary key,
  provider text not null check (provider in ('stripe', 'clerk', 'razorpay')),
  type text not null,
  api_version text,
  object_id text,
  customer_id text,
  account_id uuid references public.accounts (id),
  payload jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'handled', 'ignored', 'failed')),
  reason text,
  attempts integer not null default 0,
  last_error text,
  deliveries integer not null default 1,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  handled_at timestamptz
);
comment on table public.provider_events is 'Inbox: a provider''s event is stored here before it is acknowledged, once for each event id.';
create index provider_events_unhandled_idx on public.provider_events (received_at) where status in ('pending', 'failed');
create index provider_events_received_at_idx on public.provider_events (received_at desc);
create index provider_events_customer_id_idx on public.provider_events (customer_id, received_at desc);

create table public.outbox (
  id uuid primary key default private.uuid_v7(),
  name text not null check (name ~ '^[a-z_]+/[a-z_]+(\.[a-z_]+)+$'),
  data jsonb not null,
  created_at timestamptz not null default now(),
  available_at timestamptz not null default now(),
  attempts integer not null default 0,
  last_error text,
  sent_at timestamptz
);
comment on table public.outbox is 'Events to be sent after their transaction has committed. The row id is the event id, so a second sending is dropped by the queue.';
create index outbox_unsent_idx on public.outbox (available_at, id) where sent_at is null;
create index outbox_sent_at_idx on public.outbox (sent_at) where sent_at is not null;

create table public.idempotency_keys (
  scope text not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status integer,
  body jsonb,
  locked_until timestamptz not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (scope, key)
);
comment on table public.idempotency_keys is 'First answer of a POST, replayed when the same key comes again. Scope is the caller and the path.';
create index idempotency_keys_expires_at_idx on public.idempotency_keys (expires_at);

alter table public.provider_events enable row level security;
alter table public.outbox enable row level security;
alter table public.idempotency_keys enable row level security;
revoke all on public.provider_events, public.outbox, public.idempotency_keys from anon, authenticated, service_role;
grant select, insert, update, delete on public.provider_events, public.outbox, public.idempotency_keys to service_role;
