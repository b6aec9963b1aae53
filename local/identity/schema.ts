/** Tables of the local identity, in a schema of their own that the app never reads. Each line may run again. */
export const schema = `
  create schema if not exists local_identity;
  create table if not exists local_identity.people (
    id text primary key,
    email text not null unique check (email = lower(email)),
    name text not null,
    created_at timestamptz not null default now()
  );
  alter table local_identity.people add column if not exists avatar_url text;
  alter table local_identity.people add column if not exists updated_at timestamptz not null default now();
  create table if not exists local_identity.sessions (
    id text primary key,
    person_id text not null references local_identity.people (id) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz
  );
  alter table local_identity.sessions add column if not exists verified_at timestamptz not null default now();
  alter table local_identity.sessions add column if not exists last_active_at timestamptz not null default now();
  alter table local_identity.sessions add column if not exists user_agent text;
  alter table local_identity.sessions add column if not exists ip text;
  create index if not exists sessions_person_id_idx on local_identity.sessions (person_id);
  create table if not exists local_identity.events (
    number bigint generated always as identity primary key,
    id text not null unique,
    type text not null,
    data text not null,
    created_at timestamptz not null default now(),
    attempts integer not null default 0,
    next_at timestamptz not null default now(),
    last_error text,
    delivered_at timestamptz
  );
  create index if not exists events_waiting_idx on local_identity.events (number) where delivered_at is null;
`;
