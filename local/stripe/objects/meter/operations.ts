import type { Stripe } from "stripe";
import { listPage, listPageOf } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch, StripeError } from "../../http/stripe-error";
import type { Meter } from "../../state/records";
import type { World } from "../../world";
import { recordMeterEvent } from "./record-meter-event";
import { usageOf } from "./usage";

const DAY = 86_400;

function getMeter(world: World, id: string): Meter {
  const meter = world.state.meters.find(id);
  if (!meter) throw noSuch("meter", id);
  return meter;
}

function setStatus(world: World, id: string, status: "active" | "inactive"): Meter {
  const before = getMeter(world, id);
  if (before.status === status) throw invalidRequest(`This meter is already ${status}.`);
  const now = world.now();
  const after = world.state.meters.put({
    ...before,
    status,
    status_transitions: { deactivated_at: status === "inactive" ? now : null },
    updated: now,
  });
  world.emit(status === "inactive" ? "billing.meter.deactivated" : "billing.meter.reactivated", after);
  return after;
}

export const meterOperations = [
  operation<Stripe.Billing.MeterCreateParams>(
    "POST",
    "/v1/billing/meters",
    [
      "display_name",
      "event_name",
      "default_aggregation",
      "customer_mapping",
      "value_settings",
      "event_time_window",
    ],
    ({ world, params }) => {
      for (const known of world.state.meters.newestFirst({ index: "event_name", key: params.event_name }))
        if (known.status === "active")
          throw invalidRequest(
            `An active meter already uses the event name ${params.event_name}.`,
            "event_name",
            "resource_already_exists",
          );
      const now = world.now();
      const meter = world.state.meters.put({
        id: world.newId("mtr"),
        object: "billing.meter",
        created: now,
        customer_mapping: {
          event_payload_key: params.customer_mapping?.event_payload_key ?? "stripe_customer_id",
          type: "by_id",
        },
        default_aggregation: { formula: params.default_aggregation.formula },
        display_name: params.display_name,
        event_name: params.event_name,
        event_time_window: params.event_time_window ?? null,
        livemode: false,
        status: "active",
        status_transitions: { deactivated_at: null },
        updated: now,
        value_settings: { event_payload_key: params.value_settings?.event_payload_key ?? "value" },
      });
      world.emit("billing.meter.created", meter);
      return meter;
    },
  ),
  listOperation<Stripe.Billing.MeterListParams>("/v1/billing/meters", ["status"], ({ world, params }) =>
    listPage(world.state.meters, params, {
      url: "/v1/billing/meters",
      where: (meter) => !params.status || meter.status === params.status,
    }),
  ),
  operation("GET", "/v1/billing/meters/{id}", [], ({ world, id }) => getMeter(world, id)),
  operation<Stripe.Billing.MeterUpdateParams>(
    "POST",
    "/v1/billing/meters/{id}",
    ["display_name"],
    ({ world, params, id }) => {
      const before = getMeter(world, id);
      const after = world.state.meters.put({
        ...before,
        display_name: params.display_name ?? before.display_name,
        updated: world.now(),
      });
      world.emit("billing.meter.updated", after, before);
      return after;
    },
  ),
  operation("POST", "/v1/billing/meters/{id}/deactivate", [], ({ world, id }) =>
    setStatus(world, id, "inactive"),
  ),
  operation("POST", "/v1/billing/meters/{id}/reactivate", [], ({ world, id }) =>
    setStatus(world, id, "active"),
  ),
  listOperation<Stripe.Billing.MeterListEventSummariesParams>(
    "/v1/billing/meters/{id}/event_summaries",
    ["customer", "start_time", "end_time", "value_grouping_window"],
    ({ world, params, id }) => {
      getMeter(world, id);
      const step =
        params.value_grouping_window === "hour"
          ? 3600
          : params.value_grouping_window === "day"
            ? DAY
            : params.end_time - params.start_time;
      if (params.end_time <= params.start_time)
        throw invalidRequest("end_time must be after start_time.", "end_time");
      const summaries: {
        id: string;
        object: string;
        aggregated_value: number;
        start_time: number;
        end_time: number;
        livemode: boolean;
        meter: string;
      }[] = [];
      for (let start = params.start_time; start < params.end_time; start += step) {
        const end = Math.min(params.end_time, start + step);
        const value = usageOf(world, id, params.customer, { start, end });
        if (value > 0 || !params.value_grouping_window)
          summaries.unshift({
            id: `mtrusg_${id.slice(4)}_${start}`,
            object: "billing.meter_event_summary",
            aggregated_value: value,
            start_time: start,
            end_time: end,
            livemode: false,
            meter: id,
          });
      }
      return listPageOf(summaries, params, `/v1/billing/meters/${id}/event_summaries`);
    },
  ),
  operation<Stripe.Billing.MeterEventCreateParams>(
    "POST",
    "/v1/billing/meter_events",
    ["event_name", "payload", "identifier", "timestamp"],
    ({ world, params }) => recordMeterEvent(world, params),
  ),
  operation<Stripe.Billing.MeterEventAdjustmentCreateParams>(
    "POST",
    "/v1/billing/meter_event_adjustments",
    ["event_name", "type", "cancel"],
    ({ world, params }) => {
      const identifier = params.cancel?.identifier ?? "";
      const event = world.state.meterEvents
        .newestFirst({ index: "identifier", key: identifier })
        .next().value;
      if (!event)
        throw new StripeError(
          400,
          "invalid_request_error",
          "resource_missing",
          `No meter event found with identifier ${identifier}.`,
          { param: "cancel[identifier]" },
        );
      // Stripe cancels within 24 hours of receiving the event
      if (Date.now() - event.createdAt > DAY * 1000)
        throw invalidRequest("Meter events can only be cancelled within 24 hours.", "cancel[identifier]");
      world.state.meterEvents.patch(event.id, { cancelled: true });
      return {
        object: "billing.meter_event_adjustment",
        cancel: { identifier },
        event_name: params.event_name,
        livemode: false,
        status: "complete",
        type: "cancel",
      };
    },
  ),
];
