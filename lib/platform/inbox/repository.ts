import { database, type Queryable, type Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

/** What is left of the payload of an event that tells of people. Its id, type and time stay in their columns. */
export const ERASED_PAYLOAD = { erased: true } as const;

export type EventStatus = "pending" | "handled" | "ignored" | "failed";

/** Whose event it is. */
export type Provider = "stripe" | "clerk" | "razorpay";

export interface NewProviderEvent {
  readonly id: string;
  readonly provider: Provider;
  readonly type: string;
  readonly apiVersion: string | null;
  readonly objectId: string | null;
  readonly customerId: string | null;
  /** The payload as JSON text, as it was signed. */
  readonly payload: string;
  readonly status: "pending" | "ignored";
  readonly reason: string | null;
  readonly occurredAt: Date;
  /** What is queued when the event is new and pending. */
  readonly queued: { readonly name: string; readonly data: object };
}

/**
 * Stores an event and queues its handling, once for each event id, in one statement: one round trip, one
 * commit. Another delivery of the same event is counted and queues nothing.
 */
export async function storeProviderEvent(
  event: NewProviderEvent,
): Promise<{ readonly status: EventStatus; readonly deliveries: number }> {
  const sql = database();
  const [row] = await sql<{ status: EventStatus; deliveries: number }[]>`
    with stored as (
      insert into provider_events as event
        (id, provider, type, api_version, object_id, customer_id, payload, status, reason, occurred_at, handled_at)
      values (${event.id}, ${event.provider}, ${event.type}, ${event.apiVersion}, ${event.objectId}, ${event.customerId},
        ${event.payload}::text::jsonb, ${event.status}, ${event.reason}, ${event.occurredAt},
        case when ${event.status}::text = 'ignored' then now() end)
      on conflict (id) do update set deliveries = event.deliveries + 1 where event.provider = excluded.provider
      returning status, deliveries
    ), queued as (
      insert into outbox (id, name, data, available_at)
      select ${newId()}, ${event.queued.name}, ${sql.json(event.queued.data as never)}, '-infinity'
      from stored where status = 'pending' and deliveries = 1
    )
    select status, deliveries from stored`;
  if (!row) throw new Error(`Event ${event.id} is known as another provider's.`);
  return row;
}

export interface StoredProviderEvent {
  readonly id: string;
  readonly type: string;
  readonly customerId: string | null;
  /** As it was signed; whoever reads it parses it. */
  readonly payload: unknown;
  readonly status: EventStatus;
  readonly reason: string | null;
  readonly attempts: number;
  readonly receivedAt: Date;
}

export async function findProviderEvent(provider: Provider, id: string): Promise<StoredProviderEvent | null> {
  const [row] = await database()<StoredProviderEvent[]>`
    select id, type, customer_id, payload, status, reason, attempts, received_at
    from provider_events where id = ${id} and provider = ${provider}`;
  return row ?? null;
}

export interface EventMark {
  readonly id: string;
  readonly status: "handled" | "ignored";
  readonly reason: string;
  readonly accountId: string | null;
  readonly customerId: string | null;
  /** Empties the payload: what it tells of people has been taken over, or is not wanted. */
  readonly forget?: boolean;
}

/**
 * Marks an event done, in the transaction of its effects. Returns false when somebody else has marked it:
 * then the caller's effects were theirs as well.
 */
export async function markProviderEvent(sql: Queryable | Transaction, mark: EventMark): Promise<boolean> {
  const marked = await sql`
    update provider_events set
      status = ${mark.status}, reason = ${mark.reason}, handled_at = clock_timestamp(), last_error = null,
      attempts = attempts + 1, account_id = coalesce(${mark.accountId}::uuid, account_id),
      customer_id = coalesce(customer_id, ${mark.customerId}),
      payload = case when ${mark.forget ?? false} then ${sql.json(ERASED_PAYLOAD)}::jsonb else payload end
    where id = ${mark.id} and status in ('pending', 'failed')`;
  return marked.count === 1;
}

/** Notes an attempt that did not succeed and will be tried again. */
export async function noteEventAttempt(id: string, error: string): Promise<void> {
  await database()`
    update provider_events set attempts = attempts + 1, last_error = ${error.slice(0, 1_000)}
    where id = ${id} and status in ('pending', 'failed')`;
}

/** Gives an event up, with its cause: it shows as a dead letter until somebody replays it. */
export async function failProviderEvent(id: string, cause: string): Promise<boolean> {
  const failed = await database()`
    update provider_events set status = 'failed', reason = ${cause.slice(0, 1_000)}
    where id = ${id} and status = 'pending'`;
  return failed.count === 1;
}

export interface StalledEvent {
  readonly id: string;
  readonly type: string;
  readonly objectId: string | null;
  readonly customerId: string | null;
}

/** Events that have been pending for longer than they should, oldest first. */
export async function listStalledEvents(
  sql: Queryable,
  provider: Provider,
  olderThanSeconds: number,
  limit: number,
): Promise<readonly StalledEvent[]> {
  return await sql<StalledEvent[]>`
    select id, type, object_id, customer_id from provider_events
    where provider = ${provider} and status = 'pending'
      and received_at < now() - ${olderThanSeconds} * interval '1 second'
    order by received_at
    limit ${limit}`;
}
