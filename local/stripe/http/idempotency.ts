import { createHash } from "node:crypto";
import type { IdempotencyRecord } from "../state/records";
import type { World } from "../world";
import { StripeError } from "./stripe-error";

/** Stripe forgets a key after at least 24 hours (https://docs.stripe.com/api/idempotent_requests). */
const KEPT_MS = 24 * 3600 * 1000;
/** Oldest keys go first when there are more than this. */
const MAX_KEYS = 20_000;

/** The first answer under a key is the answer to every later request under it. */
export class IdempotencyKeys {
  private readonly inFlight = new Set<string>();

  constructor(private readonly world: World) {}

  /**
   * @returns the stored answer, or undefined when this request is the first and now owns the key
   * @throws 400 idempotency_error when the key was used with other parameters, 409 while the first is under way
   */
  claim(key: string, request: string): IdempotencyRecord | undefined {
    if (key.length > 255)
      throw new StripeError(
        400,
        "invalid_request_error",
        undefined,
        "Idempotency keys are at most 255 characters long.",
      );
    if (this.inFlight.has(key))
      throw new StripeError(
        409,
        "idempotency_error",
        "idempotency_key_in_use",
        `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. If you keep seeing this error after some time, please contact support.`,
      );
    const known = this.world.state.idempotencyKeys.find(key);
    if (known && Date.now() - known.createdAt < KEPT_MS) {
      if (known.request === request) return known;
      throw new StripeError(
        400,
        "idempotency_error",
        undefined,
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    this.inFlight.add(key);
    return undefined;
  }

  /** Keeps the answer of the request that owns the key. */
  settle(key: string, request: string, answer: { status: number; body: string; requestId: string }): void {
    this.inFlight.delete(key);
    const keys = this.world.state.idempotencyKeys;
    keys.put({ id: key, request, ...answer, createdAt: Date.now() });
    if (keys.size <= MAX_KEYS) return;
    const oldest = keys.oldestFirst().next().value;
    if (oldest) keys.delete(oldest.id);
  }

  /** Gives the key back unused: the request never began to execute. */
  release(key: string): void {
    this.inFlight.delete(key);
  }

  /** What a later request must equal: method, path and body. */
  static fingerprint(method: string, url: string, body: string): string {
    return createHash("sha256").update(`${method} ${url}\n${body}`).digest("base64url");
  }
}
