import type { EventRecord } from "../state/records";

/** An event as it is sent and listed. */
export function eventBody(record: EventRecord, apiVersion: string, pendingWebhooks = 0): object {
  return {
    id: record.id,
    object: "event",
    api_version: apiVersion,
    created: record.created,
    data: {
      object: record.object,
      ...(record.previous ? { previous_attributes: record.previous } : {}),
    },
    livemode: false,
    pending_webhooks: pendingWebhooks,
    request: record.request,
    type: record.type,
  };
}
