import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, missingParam, noSuch } from "../../http/stripe-error";
import type { Meter } from "../../state/records";
import type { World } from "../../world";
import { cancelMeterEvent } from "./cancel-meter-event";
import { listEventSummaries } from "./event-summaries";
import { recordMeterEvent } from "./record-meter-event";

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
    ({ world, params, id }) => listEventSummaries(world, getMeter(world, id).id, params),
  ),
  operation<Stripe.Billing.MeterEventCreateParams>(
    "POST",
    "/v1/billing/meter_events",
    ["event_name", "payload", "identifier", "timestamp"],
    ({ world, params }) => ({
      object: "billing.meter_event",
      livemode: false,
      ...recordMeterEvent(world, {
        event_name: params.event_name,
        payload: params.payload,
        ...(params.identifier ? { identifier: params.identifier } : {}),
        ...(params.timestamp === undefined ? {} : { timestamp: params.timestamp }),
      }),
    }),
  ),
  operation<Stripe.Billing.MeterEventAdjustmentCreateParams>(
    "POST",
    "/v1/billing/meter_event_adjustments",
    ["event_name", "type", "cancel"],
    ({ world, params }) => {
      const identifier = params.cancel?.identifier;
      if (!identifier) throw missingParam("cancel[identifier]");
      cancelMeterEvent(world, params.event_name, identifier);
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
