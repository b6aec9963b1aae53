import { Inngest } from "inngest";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/log";
import { guard } from "@/lib/platform/resilience";

let client: Inngest | undefined;

/** The Inngest client, always in cloud mode: every call of our functions is signed. */
export function inngest(): Inngest {
  if (client) return client;
  const { eventKey, signingKey, signingKeyFallback, baseUrl } = env().inngest;
  client = new Inngest({
    id: "meterhouse",
    eventKey,
    signingKey,
    isDev: false,
    logger: logger(),
    ...(signingKeyFallback && { signingKeyFallback }),
    ...(baseUrl && { baseUrl: baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/` }),
  });
  return client;
}

/** An event for the queue. The id makes sending twice the same as sending once (kept for 24 hours). */
export interface QueueEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Record<string, unknown>;
  /** Unix milliseconds. */
  readonly ts: number;
}

/**
 * Sends events to the queue.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE when the queue does not answer
 */
export async function sendToQueue(events: readonly QueueEvent[]): Promise<void> {
  await guard({ service: "Inngest", timeoutMs: 10_000, retries: 2, isOutage: () => true }).run(() =>
    inngest().send([...events]),
  );
}
