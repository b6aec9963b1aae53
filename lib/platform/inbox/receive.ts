import { z } from "zod";
import type { Context } from "@/lib/platform/context";
import { invalidRequest, rateLimited, unauthenticated } from "@/lib/platform/errors";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { consumeRate } from "@/lib/platform/rate-limit";
import { type NewProviderEvent, storeProviderEvent } from "./repository";

/** Bad signatures that one address may send; a guesser is stopped, a provider never notices. */
const BAD_SIGNATURES = { name: "webhook-bad-signatures", limit: 20, windowSeconds: 60 } as const;

/** What a provider reads in its delivery log. */
export const webhookReceipt = z.object({
  received: z.literal(true),
  eventId: z.string(),
  duplicate: z.boolean(),
  status: z.enum(["pending", "handled", "ignored", "failed"]),
});
export type WebhookReceipt = z.infer<typeof webhookReceipt>;

/**
 * Refuses a delivery whose signature is not valid.
 *
 * @param fault what is wrong, in a sentence
 * @param variable where the signing secrets stand
 * @throws DomainError UNAUTHENTICATED, or RATE_LIMITED after too many of them
 */
export async function refuseDelivery(ctx: Context, fault: string, variable: string): Promise<never> {
  const rate = await consumeRate(BAD_SIGNATURES, ctx.ip ?? "unknown");
  if (!rate.allowed) {
    throw rateLimited("Too many deliveries with a bad signature came from this address.", rate.resetSeconds);
  }
  ctx.log.warn({ fault }, "webhook refused");
  throw unauthenticated(`${fault} Check the endpoint's signing secret in ${variable}.`);
}

/**
 * Parses a signed body.
 *
 * @throws DomainError INVALID_REQUEST when it is no JSON
 */
export function parseSigned(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidRequest("The body is not valid JSON.", [
      { path: "", message: error instanceof Error ? error.message : "unreadable" },
    ]);
  }
}

/** Postgres cannot hold the character U+0000, which JSON can: it is replaced before the event is stored. */
export function storable(text: string): string {
  if (!text.includes("\\u0000")) return text;
  return JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\u0000", "\ufffd") : value,
  );
}

/**
 * Stores a verified event and has it handled soon. Nothing else happens before the provider is answered. Any error
 * is one that the provider must see, so that it delivers again.
 */
export async function takeIn(event: NewProviderEvent): Promise<WebhookReceipt> {
  const { status, deliveries } = await storeProviderEvent(event);
  if (status === "pending") nudgeOutbox();
  return { received: true, eventId: event.id, duplicate: deliveries > 1, status };
}
