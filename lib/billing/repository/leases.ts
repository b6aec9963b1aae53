import { database } from "@/lib/platform/db";

export interface LeaseAttempt {
  readonly acquired: boolean;
  /** The database's clock at the attempt: leases, receipts and syncs are compared on it. */
  readonly at: Date;
}

/** Takes the lease if it is free or has run out. One statement: of two, one gets it. */
export async function tryLease(name: string, holder: string, ttlMs: number): Promise<LeaseAttempt> {
  const [row] = await database()<{ acquired: boolean; at: Date }[]>`
    with taken as (
      insert into provider_leases as lease (name, holder, expires_at)
      values (${name}, ${holder}, clock_timestamp() + ${ttlMs} * interval '1 millisecond')
      on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
      where lease.expires_at <= clock_timestamp()
      returning name
    )
    select exists (select from taken) as acquired, clock_timestamp() as at`;
  if (!row) throw new Error("A select without a from clause returned no row.");
  return row;
}

/** Holds the lease longer; false when it is somebody else's by now. */
export async function renewLease(name: string, holder: string, ttlMs: number): Promise<boolean> {
  const renewed = await database()`
    update provider_leases set expires_at = clock_timestamp() + ${ttlMs} * interval '1 millisecond'
    where name = ${name} and holder = ${holder}`;
  return renewed.count === 1;
}

export async function releaseLease(name: string, holder: string): Promise<void> {
  await database()`delete from provider_leases where name = ${name} and holder = ${holder}`;
}
