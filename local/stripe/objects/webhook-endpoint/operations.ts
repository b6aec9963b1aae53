import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch } from "../../http/stripe-error";
import { randomText } from "../../state/ids";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import type { WebhookEndpoint } from "../../state/records";
import type { World } from "../../world";

interface NewEndpoint {
  url: string;
  events: string[];
  secret?: string;
  description?: string | null;
  metadata?: Record<string, string>;
  apiVersion?: string | null;
}

/** Registers where events go. The secret is shown once, on creation. */
export function createWebhookEndpoint(
  world: World,
  given: NewEndpoint,
): WebhookEndpoint & { secret: string } {
  const secret = given.secret ?? `whsec_${randomText(32)}`;
  const endpoint = world.state.webhookEndpoints.put({
    id: world.newId("we"),
    object: "webhook_endpoint",
    api_version: given.apiVersion ?? null,
    application: null,
    created: world.now(),
    description: given.description ?? null,
    enabled_events: given.events,
    livemode: false,
    metadata: given.metadata ?? {},
    status: "enabled",
    url: given.url,
  });
  world.state.webhookSecrets.put({ id: endpoint.id, secret });
  return { ...endpoint, secret };
}

function getEndpoint(world: World, id: string): WebhookEndpoint {
  const endpoint = world.state.webhookEndpoints.find(id);
  if (!endpoint) throw noSuch("webhook endpoint", id);
  return endpoint;
}

export const webhookEndpointOperations = [
  operation<Stripe.WebhookEndpointCreateParams>(
    "POST",
    "/v1/webhook_endpoints",
    ["url", "enabled_events", "description", "metadata", "api_version"],
    ({ world, params }) => {
      if (!URL.canParse(params.url)) throw invalidRequest("Not a valid URL", "url", "url_invalid");
      if (params.api_version && params.api_version !== world.apiVersion)
        throw invalidRequest(`The local Stripe only renders events for ${world.apiVersion}.`, "api_version");
      return createWebhookEndpoint(world, {
        url: params.url,
        events: params.enabled_events,
        description: params.description || null,
        metadata: newMetadata(params.metadata),
        apiVersion: params.api_version ?? null,
      });
    },
  ),
  listOperation<Stripe.WebhookEndpointListParams>("/v1/webhook_endpoints", [], ({ world, params }) =>
    listPage(world.state.webhookEndpoints, params, { url: "/v1/webhook_endpoints" }),
  ),
  operation("GET", "/v1/webhook_endpoints/{id}", [], ({ world, id }) => getEndpoint(world, id)),
  operation<Stripe.WebhookEndpointUpdateParams>(
    "POST",
    "/v1/webhook_endpoints/{id}",
    ["url", "enabled_events", "description", "metadata", "disabled"],
    ({ world, params, id }) => {
      const before = getEndpoint(world, id);
      return world.state.webhookEndpoints.put({
        ...before,
        url: params.url ?? before.url,
        enabled_events: params.enabled_events ?? before.enabled_events,
        description: params.description === undefined ? before.description : params.description || null,
        metadata: mergeMetadata(before.metadata, params.metadata),
        status: params.disabled === undefined ? before.status : params.disabled ? "disabled" : "enabled",
      });
    },
  ),
  operation("DELETE", "/v1/webhook_endpoints/{id}", [], ({ world, id }) => {
    getEndpoint(world, id);
    world.state.webhookEndpoints.delete(id);
    world.state.webhookSecrets.delete(id);
    return { id, object: "webhook_endpoint", deleted: true };
  }),
];
