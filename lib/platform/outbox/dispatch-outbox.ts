import { database, type Sql } from "@/lib/platform/db";
import { sendToQueue } from "@/lib/platform/inngest";
import { logger, reportError } from "@/lib/platform/log";

const BATCH = 200;
/** A row that could not be sent waits this long, doubled each time, at most an hour. */
const FIRST_DELAY_SECONDS = 2;

export interface DispatchResult {
  readonly sent: number;
  readonly failed: number;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly data: Record<string, unknown>;
  readonly createdAt: Date;
  readonly attempts: number;
}

interface BatchResult extends DispatchResult {
  /** True when more rows may be due. */
  readonly hasMore: boolean;
}

/**
 * Sends what the outbox holds and marks it sent in the same transaction. Rows stay locked while they are
 * sent, so that two dispatchers share the work; if the process dies in between, the rows are sent again
 * under the same event id, and the queue drops the second.
 */
export async function dispatchOutbox(
  send: (events: Parameters<typeof sendToQueue>[0]) => Promise<void> = sendToQueue,
  sql: Sql = database(),
): Promise<DispatchResult> {
  let sent = 0;
  for (;;) {
    const batch = await dispatchBatch(sql, send);
    sent += batch.sent;
    if (batch.failed > 0 || !batch.hasMore) return { sent, failed: batch.failed };
  }
}

async function dispatchBatch(
  sql: Sql,
  send: (events: Parameters<typeof sendToQueue>[0]) => Promise<void>,
): Promise<BatchResult> {
  return await sql.begin(async (tx) => {
    const found = await tx<Row[]>`
      select id, name, data, created_at, attempts from outbox
      where sent_at is null and available_at <= now()
      order by available_at, id
      limit ${BATCH}
      for update skip locked`;
    const rows = chooseTogether(found);
    if (rows.length === 0) return { sent: 0, failed: 0, hasMore: false };
    const hasMore = rows.length < found.length || found.length === BATCH;
    const ids = rows.map((row) => row.id);
    try {
      await send(rows.map(({ id, name, data, createdAt }) => ({ id, name, data, ts: createdAt.getTime() })));
    } catch (error) {
      await tx`
        update outbox set
          attempts = attempts + 1,
          last_error = ${reasonOf(error)},
          available_at = now() + least(3600, ${FIRST_DELAY_SECONDS} * power(2, least(attempts, 12))) * interval '1 second'
        where id = any(${ids}::uuid[])`;
      logger().warn({ rows: ids.length, reason: reasonOf(error) }, "outbox not sent; will retry");
      return { sent: 0, failed: ids.length, hasMore };
    }
    await tx`update outbox set sent_at = now(), attempts = attempts + 1, last_error = null where id = any(${ids}::uuid[])`;
    return { sent: ids.length, failed: 0, hasMore };
  });
}

/**
 * Rows to send in one call. After a failure fewer and fewer go together, half of them each time, and never with
 * rows that have not failed: one event that the queue refuses ends up alone instead of holding up the others.
 */
function chooseTogether(rows: readonly Row[]): readonly Row[] {
  const attempts = rows[0]?.attempts ?? 0;
  const alike = rows.filter((row) => row.attempts === attempts);
  return alike.slice(0, Math.ceil(alike.length / 2 ** attempts));
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500);

let running: Promise<unknown> | null = null;
let askedAgain = false;

/**
 * Asks for the outbox to be dispatched soon, without making the caller wait. Many nudges while one dispatch
 * runs become one more. A nudge that is lost with its process is made good by the sweeper.
 */
export function nudgeOutbox(): void {
  if (running) {
    askedAgain = true;
    return;
  }
  running = dispatchOutbox()
    .catch((error: unknown) => reportError(error, { part: "outbox" }))
    .finally(() => {
      running = null;
      if (askedAgain) {
        askedAgain = false;
        nudgeOutbox();
      }
    });
}

/** How often the sweeper looks for rows whose nudge was lost. */
const SWEEP_EVERY_MS = 2_000;

/** Starts the sweeper of this process; returns the function that stops it. */
export function startOutboxSweeper(everyMs = SWEEP_EVERY_MS): () => void {
  const timer = setInterval(nudgeOutbox, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
