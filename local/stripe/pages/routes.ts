import { Hono } from "hono";
import type { AppEnv } from "../http/app";
import type { World } from "../world";
import { checkoutRoutes } from "./checkout-routes";
import { intentRoutes } from "./intent-routes";
import { invoiceRoutes } from "./invoice-routes";
import { portalRoutes } from "./portal/routes";

/** Everything a person sees in a browser. */
export function pageRoutes(world: World): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get("/", (context) => context.redirect("/_local"));
  routes.route("/", checkoutRoutes(world));
  routes.route("/", portalRoutes(world));
  routes.route("/", invoiceRoutes(world));
  routes.route("/", intentRoutes(world));
  return routes;
}
