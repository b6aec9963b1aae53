import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";
import { releaseLease, renewLease, tryLease } from "./repository/leases";

/** A process that dies holding a lease blocks it this long. */
const TTL_MS = 30_000;
const RENEW_EVERY_MS = 10_000;

export interface Lease {
  readonly name: string;
  readonly holder: string;
  /** When the lease was asked for, on the database's clock. */
  readonly askedAt: Date;
  /** When it was got, on the database's clock. */
  readonly heldSince: Date;
}

/**
 * Runs something that talks to a provider while nobody else does so under the same name, across processes,
 * and without holding a database connection: a lock inside a transaction would keep one of the pool's few
 * connections for every caller that waits. The lease orders the work and saves calls. What is written at the
 * end is safe by itself: by the fence (`assertLease` in the writing transaction), by unique indexes and by
 * idempotency keys.
 *
 * @param meanwhile asked before each further try: what it returns, when not null, is the result, and the lease
 * is needed no more, since its holder has done the caller's work too
 * @returns null when the lease could not be had within `waitMs`
 */
export async function withLease<T>(
  name: string,
  waitMs: number,
  run: (lease: Lease) => Promise<T>,
  meanwhile: () => Promise<T | null> = async () => null,
): Promise<{ readonly value: T } | null> {
  const holder = newId();
  const deadline = performance.now() + waitMs;
  let attempt = await tryLease(name, holder, TTL_MS);
  const askedAt = attempt.at;
  for (let pauseMs = 10; !attempt.acquired; pauseMs = Math.min(pauseMs * 2, 200)) {
    if (performance.now() >= deadline) return null;
    await sleep(pauseMs * (0.5 + Math.random()));
    const done = await meanwhile();
    if (done !== null) return { value: done };
    attempt = await tryLease(name, holder, TTL_MS);
  }
  const heartbeat = setInterval(() => {
    renewLease(name, holder, TTL_MS).catch((error: unknown) => {
      logger().warn({ err: error, lease: name }, "lease not renewed; the fence decides");
    });
  }, RENEW_EVERY_MS);
  try {
    return { value: await run({ name, holder, askedAt, heldSince: attempt.at }) };
  } finally {
    clearInterval(heartbeat);
    // What was done is done: a lease that cannot be given back runs out by itself.
    await releaseLease(name, holder).catch((error: unknown) => {
      logger().warn({ err: error, lease: name }, "lease not released; it runs out");
    });
  }
}
