import { Hono } from "hono";
import type { AppEnv } from "../../http/app";
import type { PortalSession } from "../../state/records";
import type { World } from "../../world";
import { addCancelRoutes } from "./cancel-routes";
import { addCardRoutes } from "./card-routes";
import { addDetailsRoutes } from "./details-routes";
import { portalHome } from "./home-page";
import { gone, openPortal } from "./open-portal";
import { addPlanRoutes } from "./plan-routes";

/** The customer portal in a browser. */
export function portalRoutes(world: World): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get("/portal/:token", (context) => {
    const view = openPortal(world, context);
    if (!view) return gone(context);
    const flow = view.session.flow;
    if (flow && !context.req.query("home")) return context.redirect(view.base + flowPath(flow), 302);
    return context.html(portalHome(world, view));
  });

  addCancelRoutes(routes, world);
  addCardRoutes(routes, world);
  addDetailsRoutes(routes, world);
  addPlanRoutes(routes, world);
  return routes;
}

function flowPath(flow: NonNullable<PortalSession["flow"]>): string {
  if (flow.subscription_cancel) return `/cancel/${flow.subscription_cancel.subscription}`;
  if (flow.subscription_update) return `/update/${flow.subscription_update.subscription}`;
  if (flow.subscription_update_confirm) return `/confirm/${flow.subscription_update_confirm.subscription}`;
  return "/payment-method";
}
