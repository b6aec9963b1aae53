import { StripeError } from "../../http/stripe-error";
import { randomText } from "../../state/ids";
import type { Meter, MeterError } from "../../state/records";
import type { World } from "../../world";
import { noteMeterError } from "./report-meter-errors";

const MAX_AGE_SECONDS = 35 * 86_400;
const MAX_AHEAD_SECONDS = 300;
const IDENTIFIER_WINDOW_MS = 24 * 3600 * 1000;
const MAX_DIGITS = 15;

export interface NewMeterEvent {
  event_name: string;
  payload: Record<string, string>;
  identifier?: string;
  /** Unix seconds; now when absent. */
  timestamp?: number;
}

export interface RecordedMeterEvent {
  created: number;
  event_name: string;
  identifier: string;
  payload: Record<string, string>;
  timestamp: number;
}

/**
 * One event of usage. Identifiers are unique for a rolling period of at least 24 hours, timestamps lie within the
 * past 35 days and at most 5 minutes ahead (https://docs.stripe.com/api/billing/meter-event/create): that is refused
 * at once. Whether meter, customer and value exist is found out afterwards: the event is accepted and not counted,
 * and its error is part of the meter's next report. `isStrict` refuses these, too, as API v2 does.
 */
export function recordMeterEvent(world: World, given: NewMeterEvent, isStrict = false): RecordedMeterEvent {
  const meter = findMeter(world, given.event_name);
  const customer = meter ? (given.payload[meter.customer_mapping.event_payload_key] ?? "") : "";
  const now = world.nowOf(world.state.customers.find(customer) ? customer : null);
  const timestamp = given.timestamp ?? now;
  checkTimestamp(timestamp, now);
  const identifier = given.identifier ?? `${randomText(8)}-${randomText(12)}`;
  checkIdentifier(world, identifier);
  const error = findError(world, meter, customer, given);
  if (error && isStrict)
    throw new StripeError(400, "invalid_request_error", error.code, error.message, { param: error.param });
  if (error) noteMeterError(world, meter?.id ?? null, { ...error, identifier });
  else if (meter)
    world.state.meterEvents.put({
      id: world.newId("mtrev"),
      meter: meter.id,
      customer,
      eventName: given.event_name,
      identifier,
      value: readValue(meter, given),
      timestamp,
      createdAt: Date.now(),
      cancelled: false,
      payload: given.payload,
    });
  return { created: now, event_name: given.event_name, identifier, payload: given.payload, timestamp };
}

/** The active meter of an event name, else one that is no longer active. */
function findMeter(world: World, eventName: string): Meter | null {
  const meters = [...world.state.meters.newestFirst({ index: "event_name", key: eventName })];
  return meters.find((meter) => meter.status === "active") ?? meters[0] ?? null;
}

function findError(
  world: World,
  meter: Meter | null,
  customer: string,
  given: NewMeterEvent,
): (Omit<MeterError, "identifier"> & { param: string }) | null {
  if (!meter)
    return {
      code: "no_meter",
      message: `No meter found matching the event name ${given.event_name}.`,
      param: "event_name",
    };
  if (meter.status !== "active")
    return {
      code: "archived_meter",
      message: `The meter of the event name ${given.event_name} is archived and does not accept events.`,
      param: "event_name",
    };
  const key = meter.customer_mapping.event_payload_key;
  if (!customer)
    return {
      code: "meter_event_no_customer_defined",
      message: `The event's payload has no ${key}.`,
      param: "payload",
    };
  if (!world.state.customers.find(customer))
    return {
      code: "meter_event_customer_not_found",
      message: `No such customer: '${customer}'.`,
      param: "payload",
    };
  if (meter.default_aggregation.formula === "count") return null;
  const value = given.payload[meter.value_settings.event_payload_key] ?? "";
  if (!/^-?\d+(\.\d+)?$/.test(value))
    return {
      code: "meter_event_invalid_value",
      message: `The event's ${meter.value_settings.event_payload_key} must be a number, not "${value}".`,
      param: "payload",
    };
  if (value.replace(/\D/g, "").length > MAX_DIGITS)
    return {
      code: "meter_event_value_too_many_digits",
      message: `The event's value has more than ${MAX_DIGITS} digits.`,
      param: "payload",
    };
  return null;
}

function readValue(meter: Meter, given: NewMeterEvent): number {
  return meter.default_aggregation.formula === "count"
    ? 1
    : Number(given.payload[meter.value_settings.event_payload_key]);
}

function checkTimestamp(timestamp: number, now: number): void {
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
}

function checkIdentifier(world: World, identifier: string): void {
  for (const known of world.state.meterEvents.newestFirst({ index: "identifier", key: identifier }))
    if (Date.now() - known.createdAt < IDENTIFIER_WINDOW_MS)
      throw new StripeError(
        400,
        "invalid_request_error",
        "duplicate_meter_event",
        `An event already exists with identifier ${identifier}.`,
        { param: "identifier" },
      );
}
