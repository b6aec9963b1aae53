import type { World } from "../world";

/** `pending_webhooks` of an event: the endpoints that have yet to answer it with success. */
export function pendingWebhooks(world: World, event: string): number {
  const endpoints = new Set<string>();
  for (const delivery of world.state.deliveries.newestFirst({ index: "event", key: event }))
    if (delivery.state === "pending" || delivery.state === "held") endpoints.add(delivery.endpoint);
  return endpoints.size;
}
