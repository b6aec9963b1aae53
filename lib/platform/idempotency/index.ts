import { sha256 } from "@/lib/platform/crypto";
import { database, type Sql } from "@/lib/platform/db";
import { conflict, invalidRequest } from "@/lib/platform/errors";

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface IdempotentRequest {
  /** The caller and the path: two callers may use the same key. */
  readonly scope: string;
  readonly key: string;
  /** The request's body as it came, so that another body under the same key is noticed. */
  readonly body: string;
}

/** An answer is replayed for a day, as Stripe does. */
const KEEP_HOURS = 24;
/** A request that died holds its key this long; then the next one may try again. */
const LOCK_SECONDS = 60;

/**
 * Runs a request once for its key and replays its first answer afterwards. Answers of 500 and above are not
 * kept: the caller may try again with the same key.
 *
 * @throws DomainError CONFLICT when the key comes with another body, or while the first request still runs
 */
export async function runOnce(
  request: IdempotentRequest,
  run: () => Promise<StoredAnswer>,
  sql: Sql = database(),
): Promise<StoredAnswer & { readonly replayed: boolean }> {
  if (request.key.length > 255) throw invalidRequest("Idempotency-Key must have at most 255 characters.");
  const claimed = await claim(sql, request, sha256(request.body));
  if ("answer" in claimed) return { ...claimed.answer, replayed: true };
  let answer: StoredAnswer;
  try {
    answer = await run();
  } catch (error) {
    await release(sql, request, claimed.lock);
    throw error;
  }
  if (answer.status >= 500) await release(sql, request, claimed.lock);
  else {
    await sql`
      update idempotency_keys set status = ${answer.status}, body = ${sql.json(answer.body as never)}, locked_until = now()
      where scope = ${request.scope} and key = ${request.key} and status is null and locked_until = ${claimed.lock}::text::timestamptz`;
  }
  return { ...answer, replayed: false };
}

interface Found {
  readonly requestHash: Buffer;
  readonly status: number | null;
  readonly body: unknown;
  /** When the lock ends, as text: its microseconds, which a Date would lose, tell whose lock it is. */
  readonly lock: string;
  readonly claimed: boolean;
}

/** Statements tried until one sees the row. Each try that sees none was overtaken by another request. */
const CLAIM_TRIES = 5;

/** Takes the key, or returns the stored answer. */
async function claim(
  sql: Sql,
  request: IdempotentRequest,
  hash: Buffer,
): Promise<{ lock: string } | { answer: StoredAnswer }> {
  let row: Found | undefined;
  for (let tries = 0; !row && tries < CLAIM_TRIES; tries += 1) row = await takeOrFind(sql, request, hash);
  if (row?.claimed) return { lock: row.lock };
  if (row && !row.requestHash.equals(hash)) {
    throw conflict("This Idempotency-Key was used with another body. Use a new key for a new request.");
  }
  if (!row || row.status === null) {
    throw conflict("The first request with this Idempotency-Key is still running. Try again in a moment.", {
      reason: "in_progress",
    });
  }
  return { answer: { status: row.status, body: row.body } };
}

/**
 * One statement, so that two requests cannot both take the key. It finds nothing when another request took the
 * key while it ran: the insert waits for that one and then steps back, but the final select still reads the
 * snapshot from before.
 */
async function takeOrFind(
  sql: Sql,
  { scope, key }: IdempotentRequest,
  hash: Buffer,
): Promise<Found | undefined> {
  const [row] = await sql<Found[]>`
    with taken as (
      insert into idempotency_keys as existing (scope, key, request_hash, locked_until, expires_at)
      values (${scope}, ${key}, ${hash}, now() + ${LOCK_SECONDS} * interval '1 second', now() + ${KEEP_HOURS} * interval '1 hour')
      on conflict (scope, key) do update set
        request_hash = excluded.request_hash, status = null, body = null,
        locked_until = excluded.locked_until, expires_at = excluded.expires_at, created_at = now()
      where existing.expires_at <= now()
        or (existing.status is null and existing.locked_until <= now() and existing.request_hash = excluded.request_hash)
      returning request_hash, status, body, locked_until
    )
    select request_hash, status, body, locked_until::text as lock, true as claimed from taken
    union all
    select request_hash, status, body, locked_until::text, false from idempotency_keys
    where scope = ${scope} and key = ${key} and not exists (select from taken)`;
  return row;
}

/** Gives the key back, unless the lock had expired and somebody else holds it now. */
async function release(sql: Sql, { scope, key }: IdempotentRequest, lock: string): Promise<void> {
  await sql`
    delete from idempotency_keys
    where scope = ${scope} and key = ${key} and status is null and locked_until = ${lock}::text::timestamptz`;
}

/** Deletes answers whose day is over; returns how many. Called by a daily job. */
export async function pruneIdempotencyKeys(sql: Sql = database()): Promise<number> {
  const deleted = await sql`delete from idempotency_keys where expires_at <= now()`;
  return deleted.count;
}
