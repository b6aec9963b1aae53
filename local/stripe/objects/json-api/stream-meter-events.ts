import { StripeError } from "../../http/stripe-error";
import type { World } from "../../world";
import { type NewMeterEvent, recordMeterEvent } from "../meter/record-meter-event";
import { noteMeterError } from "../meter/report-meter-errors";

/**
 * Events of the high-throughput stream are accepted without being looked at
 * (https://docs.stripe.com/api/v2/billing/meter-event-stream/create): what the API would refuse at once is reported
 * later, and a duplicate has been counted already, so nothing is wrong.
 */
export function streamMeterEvents(world: World, events: readonly NewMeterEvent[]): void {
  for (const event of events) {
    try {
      recordMeterEvent(world, event);
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      if (error.code === "duplicate_meter_event") continue;
      const [meter] = world.state.meters.newestFirst({ index: "event_name", key: event.event_name });
      noteMeterError(world, meter?.id ?? null, {
        code: error.code ?? "meter_event_invalid_value",
        message: error.message,
        identifier: event.identifier ?? "",
      });
    }
  }
}
