import type { ThinEventRecord } from "../state/records";

/** Instants of API v2 are text (https://docs.stripe.com/api-v2-overview#main-differences). */
export const instant = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** What a webhook carries: the event without its data (https://docs.stripe.com/event-destinations#thin-events). */
export function thinNotification(record: ThinEventRecord): Record<string, unknown> {
  return {
    id: record.id,
    object: "v2.core.event",
    created: instant(record.created),
    livemode: false,
    ...(record.related ? { related_object: record.related } : {}),
    type: record.type,
  };
}

/** What `GET /v2/core/events/{id}` answers. */
export function thinEventBody(record: ThinEventRecord): object {
  return { ...thinNotification(record), data: record.data };
}
