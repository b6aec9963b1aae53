import type { Db } from "./connection";
import { LIFE_LOCK_SPACE } from "./locks";
import { LEASE_SECONDS } from "./queue";

/** Registers this process and returns the number of the advisory lock that stands for its life. */
export async function registerExecutor(db: Db, id: string): Promise<number> {
  const [row] = await db<{ lockKey: number }[]>`
    insert into local_inngest.executors (id, lock_key)
    values (${id}, (select coalesce(max(lock_key), 0) + 1 from local_inngest.executors))
    on conflict (id) do update set id = excluded.id
    returning lock_key`;
  if (!row) throw new Error("the executor could not be registered");
  return row.lockKey;
}

/** Takes the life lock on this connection unless it holds it. Postgres frees it the moment the process dies. */
export async function holdLifeLock(db: Db, lockKey: number): Promise<void> {
  await db`
    select pg_try_advisory_lock(${LIFE_LOCK_SPACE}, ${lockKey}::integer)
    where not exists (
      select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted
        and classid = ${LIFE_LOCK_SPACE}::oid and objid = ${lockKey}::oid and objsubid = 2
    )`;
}

/** A lease of our own that was not renewed for this long, and is not under way, was lost with a connection. */
export const STRAY_AFTER_SECONDS = LEASE_SECONDS / 2;

/**
 * Gives back what dead executors held, what was held past its lease, and what this one holds without knowing (the
 * answer to its claim was lost). Returns how many calls came free.
 */
export async function reclaimLeases(db: Db, owner: string, inFlight: string[]): Promise<number> {
  const [row] = await db<{ freed: number }[]>`
    with living as (
      select e.id from local_inngest.executors e
      join pg_locks l on l.locktype = 'advisory' and l.granted and l.classid = ${LIFE_LOCK_SPACE}::oid
        and l.objid = e.lock_key::oid and l.objsubid = 2
        and l.database = (select oid from pg_database where datname = current_database())
    ),
    freed as (
      update local_inngest.queue set lease_owner = null, lease_token = null, lease_until = null
      where lease_owner is not null
        and (lease_until < clock_timestamp() or lease_owner not in (select id from living)
          or (lease_owner = ${owner} and id <> all(${inFlight})
            and lease_until < clock_timestamp() + ${`${STRAY_AFTER_SECONDS} seconds`}::interval))
      returning 1
    ),
    buried as (
      delete from local_inngest.executors
      where id not in (select id from living) and started_at < clock_timestamp() - interval '1 minute'
    )
    select count(*)::integer as freed from freed`;
  return row?.freed ?? 0;
}

export async function removeExecutor(db: Db, id: string): Promise<void> {
  await db`delete from local_inngest.executors where id = ${id}`;
}
