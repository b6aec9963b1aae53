import { Hono } from "hono";
import type { AppEnv } from "../http/app";
import { StripeError } from "../http/stripe-error";
import { type ControlParts, Refused } from "./control-call";
import { controlPage } from "./control-page";
import { addFaultRoutes } from "./fault-routes";
import { addOutsideRoutes } from "./outside-routes";
import { addSeedRoutes } from "./seed-routes";
import { addSettingsRoutes } from "./settings-routes";
import { addSettleRoutes } from "./settle-routes";
import { Snapshots } from "./snapshots";
import { addStateRoutes } from "./state-routes";
import { addWebhookRoutes } from "./webhook-routes";

/** `/_local/...`: what only a stand-in can offer. */
export function controlRoutes(parts: ControlParts): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const snapshots = new Snapshots(parts.stateDir);
  // a foreign page in the same browser must not be able to reset anything
  routes.use("*", async (context, next) => {
    const origin = context.req.header("origin");
    const own = [new URL(context.req.url).origin, new URL(parts.world.settings.publicUrl).origin];
    if (context.req.method !== "GET" && origin && !own.includes(origin))
      return context.json({ error: { message: "Requests from other origins are refused." } }, 403);
    await next();
  });
  routes.onError((error, context) => {
    if (error instanceof Refused || error instanceof SyntaxError)
      return context.json({ error: { message: error.message } }, 400);
    if (error instanceof StripeError) return context.json({ error: { message: error.message } }, 400);
    console.error(`local stripe: ${context.req.path} failed: ${error.stack}`);
    return context.json({ error: { message: error.message } }, 500);
  });

  routes.get("/", (context) =>
    context.html(
      controlPage(parts, {
        snapshots: snapshots.list(),
        type: context.req.query("type") ?? "",
        notice: context.req.query("notice") ?? null,
        error: context.req.query("error") ?? null,
      }),
    ),
  );
  addStateRoutes(routes, parts, snapshots);
  addWebhookRoutes(routes, parts);
  addFaultRoutes(routes, parts);
  addSettingsRoutes(routes, parts);
  addSeedRoutes(routes, parts);
  addOutsideRoutes(routes, parts);
  addSettleRoutes(routes, parts);
  return routes;
}
