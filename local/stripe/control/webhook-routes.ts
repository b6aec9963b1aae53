import type { Hono } from "hono";
import { z } from "zod";
import { eventBody } from "../events/event-body";
import type { AppEnv } from "../http/app";
import { rollSecret } from "../webhooks/endpoint-secrets";
import { type ControlParts, controlCall, Refused, times } from "./control-call";

/** Events with their deliveries: looked at, held back, let go, repeated, lost. */
export function addWebhookRoutes(routes: Hono<AppEnv>, parts: ControlParts): void {
  const { world, deliverer } = parts;

  routes.get("/events", (context) => {
    const type = context.req.query("type");
    const limit = Number(context.req.query("limit") ?? "100");
    const data: object[] = [];
    for (const event of world.state.events.newestFirst(type ? { index: "type", key: type } : undefined)) {
      if (data.length >= limit) break;
      const deliveries = [...world.state.deliveries.newestFirst({ index: "event", key: event.id })];
      data.push({ ...eventBody(event, world.apiVersion), deliveries });
    }
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
    ({ deliveries }) => `Sent again, ${deliveries} times.`,
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
    ({ released }) => `Released ${released} deliveries.`,
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
    ({ dropped }) => `Dropped ${dropped} deliveries.`,
  );
  controlCall(routes, "/webhooks/duplicate", z.strictObject({ times }), (input) => {
    deliverer.repeat(input.times);
    return { times: input.times };
  });
}
