import Stripe from "stripe";
import { env } from "@/lib/platform/env";
import { guard } from "@/lib/platform/resilience";

let client: Stripe | undefined;

/**
 * The Stripe client. `STRIPE_API_URL` sends it to the local Stripe; nothing else differs.
 *
 * The SDK retries connection errors, 409 and 5xx twice with the same idempotency key; its own random keys
 * change with every call, so callers pass keys made from the fact.
 */
export function stripe(): Stripe {
  if (client) return client;
  const { secretKey, apiUrl } = env().stripe;
  const local = apiUrl ? new URL(apiUrl) : null;
  client = new Stripe(secretKey, {
    maxNetworkRetries: 2,
    timeout: 10_000,
    telemetry: false,
    appInfo: { name: "Meterhouse" },
    ...(local && {
      host: local.hostname,
      port: local.port,
      protocol: local.protocol === "http:" ? "http" : "https",
    }),
  });
  return client;
}

/**
 * Calls Stripe under a deadline and a circuit breaker.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE after the deadline or while the circuit is open; else what the SDK
 * throws: `StripeConnectionError` while Stripe is down, another `StripeError` when it refuses
 */
export function callStripe<T>(call: (client: Stripe) => Promise<T>): Promise<T> {
  return guard({ service: "Stripe", timeoutMs: 25_000, retries: 0, isOutage: isStripeOutage }).run(() =>
    call(stripe()),
  );
}

/** True for what says that Stripe is unwell: no connection, 5xx, or rate limiting. A refusal is an answer. */
export function isStripeOutage(error: unknown): boolean {
  if (
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeRateLimitError
  ) {
    return true;
  }
  return error instanceof Stripe.errors.StripeError && (error.statusCode ?? 0) >= 500;
}
