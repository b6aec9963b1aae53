import type { Hono } from "hono";
import { z } from "zod";
import { eventBody } from "../events/event-body";
import type { AppEnv } from "../http/app";
import { rollSecret } from "../webhooks/endpoint-secrets";
import { type ControlParts, controlCall, countOf, describeIssues, Refused, times } from "./control-call";
import { newestEvents } from "./newest-events";

const eventQuery = z.strictObject({
  type: z.string().default(""),
  limit: z.coerce.number().int().min(1).max(50_000).default(100),
});

/** Events with their deliveries: looked at, held back, let go, repeated, lost. */
export function addWebhookRoutes(routes: Hono<AppEnv>, parts: ControlParts): void {
  const { world, deliverer } = parts;

  routes.get("/events", (context) => {
    const query = eventQuery.safeParse(context.req.query());
    if (!query.success) throw new Refused(describeIssues(query.error));
    const data = newestEvents(world, query.data.type, query.data.limit).map((event) => ({
      ...eventBody(event, world.apiVersion),
      deliveries: [...world.state.deliveries.newestFirst({ index: "event", key: event.id })],
    }));
    return context.json({ data });
  });
  controlCall(
    routes,
    "/events/:id/resend",
    z.strictObject({ times: times.default(1) }),
    (input, id) => {
      if (!world.state.events.find(id)) throw new Refused(`There is no event ${id}.`);
      return { deliveries: deliverer.resend(id, input.times) };
    },
    ({ deliveries }) =>
      deliveries === 0
        ? "No endpoint listens to it."
        : `Sent again: ${countOf(deliveries, "delivery", "deliveries")}.`,
  );

  controlCall(
    routes,
    "/webhooks/endpoints/:id/roll-secret",
    z.strictObject({ overlapSeconds: z.number().int().min(0).max(86_400).default(86_400) }),
    (input, id) => {
      if (!world.state.webhookEndpoints.find(id)) throw new Refused(`There is no webhook endpoint ${id}.`);
      return { id, secret: rollSecret(world, id, input.overlapSeconds) };
    },
    ({ secret }) => `The new secret is ${secret}. Both sign for a day.`,
  );

  routes.get("/webhooks/deliveries", (context) =>
    context.json({ data: [...world.state.deliveries.newestFirst()].slice(0, 200) }),
  );
  controlCall(
    routes,
    "/webhooks/hold",
    z.strictObject({}),
    () => {
      deliverer.hold();
      return { held: true };
    },
    () => "Deliveries are held from now on.",
  );
  controlCall(
    routes,
    "/webhooks/release",
    z.strictObject({
      shuffle: z.boolean().optional(),
      times: times.optional(),
      limit: z.number().int().min(1).optional(),
    }),
    (input) => ({
      released: deliverer.release({
        ...(input.shuffle ? { shuffle: true } : {}),
        ...(input.times ? { times: input.times } : {}),
        ...(input.limit ? { limit: input.limit } : {}),
      }),
    }),
    ({ released }) => `Released ${countOf(released, "delivery", "deliveries")}.`,
  );
  controlCall(
    routes,
    "/webhooks/drop",
    z.strictObject({ type: z.string().optional(), limit: z.number().int().min(1).optional() }),
    (input) => ({
      dropped: deliverer.drop({
        ...(input.type ? { type: input.type } : {}),
        ...(input.limit ? { limit: input.limit } : {}),
      }),
    }),
    ({ dropped }) => `Dropped ${countOf(dropped, "delivery", "deliveries")}.`,
  );
  controlCall(
    routes,
    "/webhooks/duplicate",
    z.strictObject({ times }),
    (input) => {
      deliverer.repeat(input.times);
      return { times: input.times };
    },
    ({ times }) => (times === 1 ? "Each new event is sent once." : `Each new event is sent ${times} times.`),
  );
}
