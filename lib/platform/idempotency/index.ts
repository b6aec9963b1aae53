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
  const hash = sha256(request.body);
  const stored = await claim(sql, request, hash);
  if (stored) return { ...stored, replayed: true };
  let answer: StoredAnswer;
  try {
    answer = await run();
  } catch (error) {
    await release(sql, request);
    throw error;
  }
  if (answer.status >= 500) await release(sql, request);
  else {
    await sql`
      update idempotency_keys set status = ${answer.status}, body = ${sql.json(answer.body as never)}, locked_until = now()
      where scope = ${request.scope} and key = ${request.key}`;
  }
  return { ...answer, replayed: false };
}

interface Claimed {
  readonly requestHash: Buffer;
  readonly status: number | null;
  readonly body: unknown;
  readonly claimed: boolean;
}

/** Takes the key, or returns the stored answer. One statement: two requests cannot both take it. */
async function claim(
  sql: Sql,
  { scope, key }: IdempotentRequest,
  hash: Buffer,
): Promise<StoredAnswer | null> {
  const [row] = await sql<Claimed[]>`
    with taken as (
      insert into idempotency_keys as existing (scope, key, request_hash, locked_until, expires_at)
      values (${scope}, ${key}, ${hash}, now() + ${LOCK_SECONDS} * interval '1 second', now() + ${KEEP_HOURS} * interval '1 hour')
      on conflict (scope, key) do update set
        request_hash = excluded.request_hash, status = null, body = null,
        locked_until = excluded.locked_until, expires_at = excluded.expires_at, created_at = now()
      where existing.expires_at <= now()
        or (existing.status is null and existing.locked_until <= now() and existing.request_hash = excluded.request_hash)
      returning request_hash, status, body
    )
    select request_hash, status, body, true as claimed from taken
    union all
    select request_hash, status, body, false from idempotency_keys
    where scope = ${scope} and key = ${key} and not exists (select from taken)`;
  if (!row || row.claimed) return null;
  if (!row.requestHash.equals(hash)) {
    throw conflict("This Idempotency-Key was used with another body. Use a new key for a new request.");
  }
  if (row.status === null) {
    throw conflict("The first request with this Idempotency-Key is still running. Try again in a moment.", {
      reason: "in_progress",
    });
  }
  return { status: row.status, body: row.body };
}

async function release(sql: Sql, { scope, key }: IdempotentRequest): Promise<void> {
  await sql`delete from idempotency_keys where scope = ${scope} and key = ${key} and status is null`;
}

/** Deletes answers whose day is over; returns how many. Called by a daily job. */
export async function pruneIdempotencyKeys(sql: Sql = database()): Promise<number> {
  const deleted = await sql`delete from idempotency_keys where expires_at <= now()`;
  return deleted.count;
}
