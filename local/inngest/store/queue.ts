import { randomUUID } from "node:crypto";
import { monotonicFactory } from "ulid";
import type { Db } from "./connection";
import type { Run } from "./runs";

/** A call to make: of the function (`stepId` is `step`) or of one planned step by its hash. */
export interface QueueItem {
  id: string;
  runId: string;
  stepId: string;
  attempt: number;
  availableAt: Date;
}

/** A call this executor alone may make until its lease ends. */
export interface LeasedItem extends QueueItem {
  leaseToken: string;
}

export const LEASE_SECONDS = 30;
export const DISCOVERY = "step";

/** Calls queued in the same millisecond keep their order. */
const nextId = monotonicFactory();

type RunPlace = Pick<Run, "id" | "orderAt" | "concurrencyKeys" | "concurrencyLimits">;

/** Queues a call. With `owner` it is leased to that executor at once, which then makes it without claiming it. */
export async function enqueue(
  db: Db,
  run: RunPlace,
  call: { stepId: string; attempt: number; availableAt: Date },
  owner: string | null = null,
): Promise<LeasedItem> {
  const item: LeasedItem = { id: nextId(), runId: run.id, leaseToken: randomUUID(), ...call };
  const leaseUntil = owner ? new Date(Date.now() + LEASE_SECONDS * 1000) : null;
  await db`
    insert into local_inngest.queue (id, run_id, step_id, attempt, available_at, order_at, concurrency_keys,
      concurrency_limits, lease_owner, lease_token, lease_until)
    values (${item.id}, ${run.id}, ${call.stepId}, ${call.attempt}, ${call.availableAt}, ${run.orderAt},
      ${run.concurrencyKeys}, ${run.concurrencyLimits}::integer[], ${owner}, ${owner && item.leaseToken},
      ${leaseUntil})`;
  return item;
}

/** Whether a discovery of this run waits unclaimed: it will see the newest memo, so another is not needed. */
export async function hasWaitingDiscovery(db: Db, runId: string): Promise<boolean> {
  const rows = await db`
    select 1 from local_inngest.queue
    where run_id = ${runId} and step_id = ${DISCOVERY} and lease_owner is null limit 1`;
  return rows.length > 0;
}

/** Whether any call of this run is still to be answered, be it waiting or under way. */
export async function hasCall(db: Db, runId: string): Promise<boolean> {
  const rows = await db`select 1 from local_inngest.queue where run_id = ${runId} limit 1`;
  return rows.length > 0;
}

/** Leases up to `limit` due calls to this executor. One statement, so one transaction and one round trip. */
export async function claimItems(db: Db, owner: string, now: Date, limit: number): Promise<LeasedItem[]> {
  return await db<LeasedItem[]>`
    select id, run_id, step_id, attempt, available_at, lease_token
    from local_inngest.claim_items(${owner}, ${now}, ${limit}, ${`${LEASE_SECONDS} seconds`}::interval)`;
}

/**
 * Takes a call off the queue when its result is stored. Returns false when the lease was lost meanwhile: the result
 * then belongs to somebody else's attempt and must be dropped.
 */
export async function deleteLeased(db: Db, item: LeasedItem): Promise<boolean> {
  const rows = await db`
    delete from local_inngest.queue where id = ${item.id} and lease_token = ${item.leaseToken} returning 1`;
  return rows.length > 0;
}

/** Gives one call back, to be made again at a moment, with its attempt unchanged or raised. */
export async function releaseItem(
  db: Db,
  item: LeasedItem,
  next: { attempt: number; availableAt: Date },
): Promise<boolean> {
  const rows = await db`
    update local_inngest.queue
    set lease_owner = null, lease_token = null, lease_until = null,
      attempt = ${next.attempt}, available_at = ${next.availableAt}
    where id = ${item.id} and lease_token = ${item.leaseToken} returning 1`;
  return rows.length > 0;
}

/** Gives back everything an executor holds, unchanged. */
export async function releaseAll(db: Db, owner: string): Promise<number> {
  const result = await db`
    update local_inngest.queue set lease_owner = null, lease_token = null, lease_until = null
    where lease_owner = ${owner}`;
  return result.count;
}

/** Keeps the leases of calls that are under way. */
export async function renewLeases(db: Db, owner: string, itemIds: string[]): Promise<void> {
  await db`
    update local_inngest.queue set lease_until = clock_timestamp() + ${`${LEASE_SECONDS} seconds`}::interval
    where lease_owner = ${owner} and id = any(${itemIds})`;
}
