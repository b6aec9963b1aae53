import type { Context } from "hono";
import type { AppEnv } from "../../http/app";
import { subscriptionIsOver } from "../../objects/subscription/subscription-status";
import type { PortalConfiguration, PortalSession, Subscription } from "../../state/records";
import type { World } from "../../world";
import { messagePage } from "../checkout-page";

export type PortalContext = Context<AppEnv>;

export interface PortalView {
  session: PortalSession;
  configuration: PortalConfiguration;
  /** The path of the portal's own pages. */
  base: string;
  notice?: string | null;
  error?: string | null;
}

/** The session an address belongs to; null when there is none. Its address is its secret. */
export function openPortal(world: World, context: PortalContext): PortalView | null {
  const token = context.req.param("token") ?? "";
  const session = world.state.portalSessions.find(token.slice(0, token.lastIndexOf("_")));
  if (!session?.url.endsWith(`/portal/${token}`) || !world.state.customers.find(session.customer))
    return null;
  return {
    session,
    configuration: world.state.portalConfigurations.get(session.configuration),
    base: `/portal/${token}`,
    notice: context.req.query("notice") ?? null,
    error: context.req.query("error") ?? null,
  };
}

export const gone = (context: PortalContext) =>
  context.html(messagePage("Not found", "This portal session does not exist or is over."), 404);

/** A running subscription of the session's own customer. */
export function subscriptionOf(world: World, view: PortalView, id: string | undefined): Subscription | null {
  const subscription = world.state.subscriptions.find(id ?? "");
  return subscription?.customer === view.session.customer && !subscriptionIsOver(subscription)
    ? subscription
    : null;
}

/** The way out of a form: the portal's first page, or where a flow came from. */
export function wayBack({ session, base }: PortalView): string {
  return session.flow ? (session.return_url ?? `${base}?home=1`) : base;
}

/** After an act: back to the portal, or where the flow says. */
export function afterAct(context: PortalContext, view: PortalView, notice: string) {
  const after = view.session.flow?.after_completion;
  if (after?.type === "redirect" && after.redirect) return context.redirect(after.redirect.return_url, 303);
  if (after?.type === "hosted_confirmation")
    return context.html(
      messagePage("Done", after.hosted_confirmation?.custom_message ?? notice, returnLink(view.session)),
    );
  return context.redirect(`${view.base}?home=1&notice=${encodeURIComponent(notice)}`, 303);
}

function returnLink(session: PortalSession): { href: string; label: string } | undefined {
  return session.return_url ? { href: session.return_url, label: "Return" } : undefined;
}
