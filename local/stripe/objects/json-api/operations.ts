import { z } from "zod";
import { instant, thinEventBody } from "../../events/thin-event-body";
import type { OperationV2 } from "../../http/json-operation";
import { StripeError } from "../../http/stripe-error";
import { randomText } from "../../state/ids";
import { cancelMeterEvent } from "../meter/cancel-meter-event";
import { type NewMeterEvent, recordMeterEvent } from "../meter/record-meter-event";
import { listThinEvents } from "./list-thin-events";
import { streamMeterEvents } from "./stream-meter-events";

/** A session's token opens the stream for so long (https://docs.stripe.com/api/v2/billing/meter-event-session). */
const SESSION_SECONDS = 15 * 60;
/** Events that one call of the stream may carry. */
const STREAM_LIMIT = 100;

const meterEvent = z
  .strictObject({
    event_name: z.string().min(1),
    payload: z.record(z.string(), z.string()),
    identifier: z.string().min(1).max(100).optional(),
    timestamp: z.iso.datetime({ offset: true }).optional(),
  })
  .transform(
    (given): NewMeterEvent => ({
      event_name: given.event_name,
      payload: given.payload,
      ...(given.identifier ? { identifier: given.identifier } : {}),
      ...(given.timestamp ? { timestamp: Math.floor(Date.parse(given.timestamp) / 1000) } : {}),
    }),
  );
const adjustment = z.strictObject({
  event_name: z.string().min(1),
  type: z.literal("cancel"),
  cancel: z.strictObject({ identifier: z.string().min(1) }),
});
const stream = z.strictObject({ events: z.array(meterEvent).min(1).max(STREAM_LIMIT) });

/** The calls of API v2 that are answered: thin events, and meter events in three ways. */
export const operationsV2: readonly OperationV2[] = [
  {
    method: "GET",
    path: /^\/v2\/core\/events\/([^/]+)$/,
    run: ({ world, id }) => {
      const record = world.state.thinEvents.find(id);
      if (!record) throw new StripeError(404, "invalid_request_error", "not_found", `No such event: '${id}'`);
      return thinEventBody(record);
    },
  },
  {
    method: "GET",
    path: /^\/v2\/core\/events$/,
    run: ({ world, query }) => listThinEvents(world, query),
  },
  {
    method: "POST",
    path: /^\/v2\/billing\/meter_events$/,
    run: ({ world, body }) => {
      const recorded = recordMeterEvent(world, meterEvent.parse(body), true);
      return {
        object: "v2.billing.meter_event",
        created: instant(recorded.created),
        event_name: recorded.event_name,
        identifier: recorded.identifier,
        livemode: false,
        payload: recorded.payload,
        timestamp: instant(recorded.timestamp),
      };
    },
  },
  {
    method: "POST",
    path: /^\/v2\/billing\/meter_event_adjustments$/,
    run: ({ world, body }) => {
      const given = adjustment.parse(body);
      cancelMeterEvent(world, given.event_name, given.cancel.identifier);
      return {
        id: world.newId("mtrea"),
        object: "v2.billing.meter_event_adjustment",
        cancel: given.cancel,
        created: instant(world.now()),
        event_name: given.event_name,
        livemode: false,
        status: "complete",
        type: "cancel",
      };
    },
  },
  {
    method: "POST",
    path: /^\/v2\/billing\/meter_event_session$/,
    run: ({ world }) => {
      const token = `token_${randomText(32)}`;
      const now = world.now();
      world.state.meterSessions.put({ id: token, expiresAt: now + SESSION_SECONDS });
      return {
        id: world.newId("mes"),
        object: "v2.billing.meter_event_session",
        authentication_token: token,
        created: instant(now),
        expires_at: instant(now + SESSION_SECONDS),
        livemode: false,
      };
    },
  },
  {
    method: "POST",
    path: /^\/v2\/billing\/meter_event_stream$/,
    authenticatedBy: "meter_session",
    run: ({ world, body }) => {
      streamMeterEvents(world, stream.parse(body).events);
      return {};
    },
  },
];
