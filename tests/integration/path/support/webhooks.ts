import { createHmac, randomBytes } from "node:crypto";
import { stack } from "../../../support/stack";
import { type Answer, call } from "./api";

/** An event id nobody has used. */
export const newEventId = (): string => `evt_path${randomBytes(9).toString("hex")}`;

/** The header Stripe signs a delivery with, made at `at`. */
export function signDelivery(
  body: string,
  { at = new Date(), secret = stack.keys.stripeWebhookSecret } = {},
): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const digest = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${digest}`;
}

/** Delivers an event as Stripe does. */
export function deliver(body: string, signature = signDelivery(body)): Promise<Answer> {
  return call({
    method: "POST",
    path: "/api/webhooks/stripe",
    raw: body,
    headers: { "stripe-signature": signature },
  });
}

/** An event that says a customer has changed: what it asks for is a look at the provider. */
export function customerUpdated(eventId: string, customerId: string): string {
  return JSON.stringify({
    id: eventId,
    object: "event",
    api_version: "2026-10-28.endive",
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: "customer.updated",
    data: { object: { id: customerId, object: "customer" } },
  });
}
