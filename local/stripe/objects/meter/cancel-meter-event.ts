import { invalidRequest } from "../../http/stripe-error";
import type { World } from "../../world";

const DAY_MS = 86_400_000;

/**
 * A meter event that was sent by mistake stops counting, within 24 hours of its arrival
 * (https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api#cancel-meter-events).
 *
 * @throws invalid_request_error when there is no such event, it is cancelled already, or too old
 */
export function cancelMeterEvent(world: World, eventName: string, identifier: string): void {
  const at = "cancel[identifier]";
  const events = [...world.state.meterEvents.newestFirst({ index: "identifier", key: identifier })];
  const event = events.find((candidate) => candidate.eventName === eventName);
  if (!event)
    throw invalidRequest(`No meter event found with identifier ${identifier}.`, at, "resource_missing");
  if (event.cancelled) throw invalidRequest("This meter event is already cancelled.", at);
  if (Date.now() - event.createdAt > DAY_MS)
    throw invalidRequest("Meter events can only be cancelled within 24 hours.", at);
  world.state.meterEvents.patch(event.id, { cancelled: true });
}
