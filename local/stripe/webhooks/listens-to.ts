import type { WebhookEndpoint } from "../state/records";

/** Whether an endpoint is switched on and has asked for events of a type. */
export function listensTo(endpoint: WebhookEndpoint, type: string): boolean {
  if (endpoint.status !== "enabled") return false;
  return endpoint.enabled_events.some((wanted) => wanted === "*" || wanted === type);
}
