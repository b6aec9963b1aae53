import type { Context } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { invalidRequest } from "@/lib/platform/errors";
import {
  type NewProviderEvent,
  parseSigned,
  refuseDelivery,
  storable,
  takeIn,
  type WebhookReceipt,
} from "@/lib/platform/inbox";
import { idOf, toDate } from "../compute/read-stripe";
import { providerEventReceived } from "../events";
import { type SnapshotEvent, snapshotEvent, thinEvent } from "./read-event";
import { handlingOf, thinReasonOf } from "./table";
import { findSignatureFault } from "./verify-signature";

export interface Delivery {
  /** The body as it came: the signature is over its bytes. */
  readonly rawBody: Buffer;
  /** The Stripe-Signature header. */
  readonly signature: string | null;
}

/**
 * Takes in one delivery: verify, store with its outbox row in one statement, answer. Nothing else happens
 * before the answer; the stored event is handled by a job. Any error after this function is one that Stripe
 * must see, so that it delivers again.
 *
 * @throws DomainError UNAUTHENTICATED for a bad or old signature, RATE_LIMITED for too many of them,
 * INVALID_REQUEST for a signed body that is no event
 */
export async function receiveStripeEvent(ctx: Context, delivery: Delivery): Promise<WebhookReceipt> {
  const fault = findSignatureFault(delivery.rawBody, delivery.signature, env().stripe.webhookSecrets);
  if (fault) return refuseDelivery(ctx, fault, "STRIPE_WEBHOOK_SECRETS");
  return takeIn(readEvent(delivery.rawBody.toString("utf8")));
}

function readEvent(text: string): NewProviderEvent {
  const payload = parseSigned(text);
  const snapshot = snapshotEvent.safeParse(payload);
  if (snapshot.success) return computeStoredEvent(snapshot.data, storable(text));
  const thin = thinEvent.safeParse(payload);
  if (thin.success) {
    return {
      id: thin.data.id,
      provider: "stripe",
      type: thin.data.type,
      apiVersion: null,
      objectId: thin.data.related_object?.id ?? null,
      customerId: null,
      payload: storable(text),
      status: "ignored",
      reason: thinReasonOf(thin.data.type),
      occurredAt: new Date(thin.data.created),
      queued: { name: providerEventReceived.name, data: {} },
    };
  }
  throw invalidRequest("The body is signed, but it is no Stripe event.");
}

function computeStoredEvent(event: SnapshotEvent, payload: string): NewProviderEvent {
  const { object } = event.data;
  const customerId = customerOf(event);
  const handling = event.account
    ? ({ kind: "ignore", reason: `belongs to the connected account ${event.account}` } as const)
    : handlingOf(event.type);
  const data = { eventId: event.id, type: event.type, lockKey: customerId ?? event.id };
  return {
    id: event.id,
    provider: "stripe",
    type: event.type,
    apiVersion: event.api_version ?? null,
    objectId: object.id ?? null,
    customerId,
    payload,
    status: handling.kind === "ignore" ? "ignored" : "pending",
    reason: handling.kind === "ignore" ? handling.reason : null,
    occurredAt: toDate(event.created),
    queued: { name: providerEventReceived.name, data: providerEventReceived.data.parse(data) },
  };
}

/** The customer that the event says it is about. A detached payment method names the one it had before. */
export function customerOf(event: SnapshotEvent): string | null {
  const { object, previous_attributes: previous } = event.data;
  if (object.object === "customer") return object.id ?? null;
  return idOf(object.customer) ?? idOf(previous?.customer);
}
