import { eventBody } from "../events/event-body";
import { thinNotification } from "../events/thin-event-body";
import type { World } from "../world";
import { pendingWebhooks } from "./pending-webhooks";

/** The text that is signed and sent for an event, snapshot or thin; null when it is no longer kept. */
export function eventPayload(world: World, id: string): string | null {
  const snapshot = world.state.events.find(id);
  if (snapshot) return JSON.stringify(eventBody(snapshot, world.apiVersion, pendingWebhooks(world, id)));
  const thin = world.state.thinEvents.find(id);
  return thin ? JSON.stringify(thinNotification(thin)) : null;
}
