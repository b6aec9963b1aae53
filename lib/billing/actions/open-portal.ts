import type Stripe from "stripe";
import { recordAudit } from "@/lib/accounts";
import { accountPath } from "@/lib/platform/account-path";
import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { forbidden } from "@/lib/platform/errors";
import { callStripe } from "@/lib/platform/stripe";
import { computeOwnUrl } from "../compute/compute-own-url";
import { noCustomer, noSubscription, unknownToProvider } from "../errors";
import { isMissing, toCallerError } from "../providers/stripe/read-error";
import { findBuyer } from "../repository/accounts";
import { findAccountCustomer } from "../repository/customers";
import { type PortalBody, type PortalOpened, portalBody } from "../schemas";

/**
 * Opens the provider's portal for the account: cards, address, invoices, cancellation. What is done there
 * comes back by webhook.
 *
 * @throws DomainError INVALID_REQUEST (foreign path), CONFLICT (nothing bought yet, no subscription to change, unknown to the provider),
 * PROVIDER_UNAVAILABLE
 */
export async function openPortal(ctx: AccountContext, input: PortalBody): Promise<PortalOpened> {
  if (!ctx.permissions.has("billing.manage")) throw forbidden("Opening the portal needs billing.manage.");
  const { returnPath, flow } = portalBody.parse(input);
  const back = returnPath ?? accountPath(ctx.account.id, "/billing");
  const returnUrl = computeOwnUrl(env().app.url, back, "returnPath");
  const customer = await findAccountCustomer(ctx.account.id);
  if (!customer) throw noCustomer();
  const flowData = flow && (await computeFlow(ctx.account.id, flow, returnUrl));
  const configuration = env().stripe.portalConfiguration;
  const session = await callStripe((client) =>
    client.billingPortal.sessions.create({
      customer: customer.id,
      return_url: returnUrl,
      ...(configuration && { configuration }),
      ...(flowData && { flow_data: flowData }),
    }),
  ).catch((error: unknown) => {
    throw isMissing(error) ? unknownToProvider() : toCallerError(error);
  });
  await recordAudit(database(), ctx, {
    accountId: ctx.account.id,
    action: "portal.opened",
    targetKind: "customer",
    targetId: customer.id,
    ...(flow && { after: { flow } }),
  });
  return { url: session.url };
}

async function computeFlow(
  accountId: string,
  flow: NonNullable<PortalBody["flow"]>,
  returnUrl: string,
): Promise<Stripe.BillingPortal.SessionCreateParams.FlowData> {
  const afterCompletion = { type: "redirect", redirect: { return_url: returnUrl } } as const;
  if (flow === "payment_method_update") return { type: flow, after_completion: afterCompletion };
  const subscription = (await findBuyer(accountId))?.runningSubscription;
  if (!subscription) throw noSubscription();
  return {
    type: flow,
    after_completion: afterCompletion,
    [flow]: { subscription: subscription.id },
  };
}
