import type { Context } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { invalidRequest } from "@/lib/platform/errors";
import {
  ERASED_PAYLOAD,
  parseSigned,
  refuseDelivery,
  storable,
  takeIn,
  type WebhookReceipt,
} from "@/lib/platform/inbox";
import { identityEventReceived } from "../events";
import { identityEvent } from "./read-event";
import { handlingOf } from "./table";
import { type Delivery, findDeliveryFault } from "./verify-delivery";

/**
 * Takes in one delivery of the identity provider: verify, store with its outbox row in one statement, answer. The
 * stored event is handled by a job.
 *
 * @throws DomainError UNAUTHENTICATED for a bad or old signature, RATE_LIMITED for too many of them,
 * INVALID_REQUEST for a signed body that is no event
 */
export async function receiveIdentityEvent(ctx: Context, delivery: Delivery): Promise<WebhookReceipt> {
  const fault = await findDeliveryFault(delivery, env().identity.webhookSecrets);
  if (fault) return refuseDelivery(ctx, fault, "CLERK_WEBHOOK_SIGNING_SECRET");
  const text = delivery.rawBody.toString("utf8");
  const { success, data: event } = identityEvent.safeParse(parseSigned(text));
  if (!success) throw invalidRequest("The body is signed, but it is no event of the identity provider.");
  const id = delivery.headers.get("svix-id")?.trim() ?? "";
  const handling = handlingOf(event.type);
  const reason = typeof handling === "string" ? handling : null;
  const objectId = event.data.id ?? null;
  return takeIn({
    id,
    provider: "clerk",
    type: event.type,
    apiVersion: null,
    objectId,
    customerId: null,
    // What nobody handles is not kept: it may be an e-mail message, or tell of people we do not know.
    payload: reason === null ? storable(text) : JSON.stringify(ERASED_PAYLOAD),
    status: reason === null ? "pending" : "ignored",
    reason,
    occurredAt: event.timestamp ? new Date(event.timestamp) : ctx.clock.now(),
    queued: {
      name: identityEventReceived.name,
      data: identityEventReceived.data.parse({ eventId: id, type: event.type, lockKey: objectId ?? id }),
    },
  });
}
