import type postgres from "postgres";
import { createId } from "../create-id";
import type { IdentityEvent } from "./user-event";

export interface WaitingEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly createdAt: Date;
  readonly attempts: number;
}

/** Looked at in one go. */
const BATCH = 100;
/** Delivered events are kept for a day, to look at. */
const KEEP = "1 day";

/** Stores an event in the transaction of the change that it tells of. */
export async function recordEvent(tx: postgres.TransactionSql, event: IdentityEvent): Promise<void> {
  const row = { id: createId("msg"), type: event.type, data: JSON.stringify(event.data) };
  await tx`insert into local_identity.events ${tx(row)}`;
}

/** Events that the app has yet to take. */
export class EventOutbox {
  readonly #sql: postgres.Sql;

  constructor(sql: postgres.Sql) {
    this.#sql = sql;
  }

  async listDue(): Promise<WaitingEvent[]> {
    return this.#sql<WaitingEvent[]>`
      select id, type, data::jsonb as data, created_at as "createdAt", attempts from local_identity.events
      where delivered_at is null and next_at <= now()
      order by number limit ${BATCH}`;
  }

  async markDelivered(id: string): Promise<void> {
    await this.#sql`
      update local_identity.events set delivered_at = now(), attempts = attempts + 1 where id = ${id}`;
    await this.#sql`delete from local_identity.events where delivered_at < now() - ${KEEP}::interval`;
  }

  /** @param waitSeconds until the next attempt; null gives the event up */
  async noteFailure(id: string, error: string, waitSeconds: number | null): Promise<void> {
    await this.#sql`
      update local_identity.events set
        attempts = attempts + 1, last_error = ${error},
        next_at = coalesce(now() + ${waitSeconds}::integer * interval '1 second', 'infinity')
      where id = ${id}`;
  }
}
