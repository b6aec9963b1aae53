-- What a hosted Supabase project provides before the first migration: roles, the auth functions and the
-- default grants. Idempotent. Run by the cluster's superuser, which nothing else uses; `postgres` is not a
-- superuser here, exactly as on Supabase, so a migration that needs one fails here first.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('postgres', 'login createdb createrole bypassrls'),
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('authenticator', 'login noinherit'),
      ('meterhouse_app', 'login bypassrls')
    ) as roles (name, options)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.options);
    end if;
  end loop;
end
$$;

grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant anon, authenticated, service_role to authenticator;
-- The app's own role: all of the service role's rights and no more, so it can neither change the schema nor
-- read the stand-ins' tables.
grant service_role to meterhouse_app;
-- Lets the start-up connect as the app role's manager on hosted Postgres and here alike.
grant meterhouse_app to postgres with admin option;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';

create schema if not exists auth authorization supabase_admin;
create schema if not exists extensions authorization postgres;
grant usage on schema auth to postgres, anon, authenticated, service_role;
grant usage on schema extensions to anon, authenticated, service_role;

alter schema public owner to pg_database_owner;
grant usage on schema public to postgres, anon, authenticated, service_role;

create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
  )::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
  )
$$;

-- Supabase grants its API roles everything new in public and leaves it to row level security and to revokes
-- in migrations. The same here, or a migration that forgets a revoke would look safe.
alter default privileges for role postgres in schema public
  grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on functions to postgres, anon, authenticated, service_role;
