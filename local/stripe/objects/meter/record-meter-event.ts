import type { Stripe } from "stripe";
import { invalidRequest, StripeError } from "../../http/stripe-error";
import { randomText } from "../../state/ids";
import type { World } from "../../world";

const MAX_AGE_SECONDS = 35 * 86_400;
const MAX_AHEAD_SECONDS = 300;
const IDENTIFIER_WINDOW_MS = 24 * 3600 * 1000;

/**
 * One event of usage. Identifiers are unique for a rolling period of at least 24 hours, timestamps lie within the
 * past 35 days and at most 5 minutes ahead (https://docs.stripe.com/api/billing/meter-event/create). Stripe checks
 * customer and value later and reports in bulk; here they are refused at once.
 */
export function recordMeterEvent(world: World, params: Stripe.Billing.MeterEventCreateParams): object {
  const meter = [...world.state.meters.newestFirst({ index: "event_name", key: params.event_name })][0];
  if (!meter)
    throw invalidRequest(
      `No meter found for the event name ${params.event_name}.`,
      "event_name",
      "resource_missing",
    );
  if (meter.status !== "active")
    throw new StripeError(
      400,
      "invalid_request_error",
      "archived_meter",
      "The meter is archived and does not accept events.",
    );
  const customer = params.payload[meter.customer_mapping.event_payload_key];
  if (!customer || !world.state.customers.find(customer))
    throw invalidRequest(
      `The payload's ${meter.customer_mapping.event_payload_key} is not a customer.`,
      "payload",
    );
  const now = world.nowOf(customer);
  const timestamp = readTimestamp(params.timestamp) ?? now;
  if (timestamp < now - MAX_AGE_SECONDS)
    throw new StripeError(
      400,
      "invalid_request_error",
      "timestamp_too_far_in_past",
      "The timestamp is too far in the past: it must be within the past 35 calendar days.",
      { param: "timestamp" },
    );
  if (timestamp > now + MAX_AHEAD_SECONDS)
    throw new StripeError(
      400,
      "invalid_request_error",
      "timestamp_in_future",
      "The timestamp is too far in the future: it must be within the next 5 minutes.",
      { param: "timestamp" },
    );
  const value =
    meter.default_aggregation.formula === "count"
      ? 1
      : Number(params.payload[meter.value_settings.event_payload_key]);
  if (!Number.isFinite(value))
    throw invalidRequest(
      `The payload's ${meter.value_settings.event_payload_key} is not a number.`,
      "payload",
    );
  const identifier = params.identifier ?? `${randomText(8)}-${randomText(12)}`;
  for (const known of world.state.meterEvents.newestFirst({ index: "identifier", key: identifier }))
    if (Date.now() - known.createdAt < IDENTIFIER_WINDOW_MS)
      throw new StripeError(
        400,
        "invalid_request_error",
        "duplicate_meter_event",
        `An event already exists with identifier ${identifier}.`,
        { param: "identifier" },
      );
  world.state.meterEvents.put({
    id: world.newId("mtrev"),
    meter: meter.id,
    customer,
    identifier,
    value,
    timestamp,
    createdAt: Date.now(),
    cancelled: false,
    payload: params.payload,
  });
  return {
    object: "billing.meter_event",
    created: now,
    event_name: params.event_name,
    identifier,
    livemode: false,
    payload: params.payload,
    timestamp,
  };
}

function readTimestamp(given: unknown): number | undefined {
  return typeof given === "number" ? given : undefined;
}
