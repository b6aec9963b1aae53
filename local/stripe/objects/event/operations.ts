import type { Stripe } from "stripe";
import { eventBody } from "../../events/event-body";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { noSuch } from "../../http/stripe-error";
import type { EventRecord } from "../../state/records";
import { pendingWebhooks } from "../../webhooks/pending-webhooks";

function matchesType(record: EventRecord, type: string): boolean {
  return type.endsWith(".*") ? record.type.startsWith(type.slice(0, -1)) : record.type === type;
}

export const eventOperations = [
  listOperation<Stripe.EventListParams>(
    "/v1/events",
    ["type", "types", "delivery_success"],
    ({ world, params }) => {
      const page = listPage(world.state.events, params, {
        url: "/v1/events",
        by: params.type && !params.type.includes("*") ? { index: "type", key: params.type } : undefined,
        where: (record) =>
          (!params.type || matchesType(record, params.type)) &&
          (!params.types || params.types.some((type) => matchesType(record, type))) &&
          (params.delivery_success === undefined ||
            (pendingWebhooks(world, record.id) === 0) === params.delivery_success),
      });
      return {
        ...page,
        data: page.data.map((record) =>
          eventBody(record, world.apiVersion, pendingWebhooks(world, record.id)),
        ),
      };
    },
  ),
  operation("GET", "/v1/events/{id}", [], ({ world, id }) => {
    const record = world.state.events.find(id);
    if (!record) throw noSuch("event", id);
    return eventBody(record, world.apiVersion, pendingWebhooks(world, id));
  }),
];
