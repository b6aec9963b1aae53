import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch, notSupported } from "../../http/stripe-error";
import { randomText } from "../../state/ids";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import type { PortalConfiguration, PortalSession } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { getSubscription } from "../subscription/find-subscription";
import { readFeatures } from "./read-features";

/** The account's default configuration; made on first use as if set in the dashboard. */
export function defaultConfiguration(world: World): PortalConfiguration {
  for (const known of world.state.portalConfigurations.oldestFirst()) if (known.is_default) return known;
  return createConfiguration(
    world,
    {
      features: {
        customer_update: { enabled: true, allowed_updates: ["email", "name", "address"] },
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_cancel: { enabled: true, mode: "at_period_end" },
      },
    },
    true,
  );
}

function createConfiguration(
  world: World,
  params: Stripe.BillingPortal.ConfigurationCreateParams,
  isDefault = false,
): PortalConfiguration {
  const now = world.now();
  const configuration: PortalConfiguration = {
    id: world.newId("bpc"),
    object: "billing_portal.configuration",
    active: true,
    application: null,
    business_profile: {
      headline: params.business_profile?.headline || null,
      privacy_policy_url: params.business_profile?.privacy_policy_url ?? null,
      terms_of_service_url: params.business_profile?.terms_of_service_url ?? null,
    },
    created: now,
    default_return_url: params.default_return_url || null,
    features: readFeatures(params.features),
    is_default: isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: newMetadata(params.metadata),
    name: params.name || null,
    updated: now,
  };
  world.state.portalConfigurations.put(configuration);
  world.emit("billing_portal.configuration.created", configuration);
  return configuration;
}

function getConfiguration(world: World, id: string, param?: string): PortalConfiguration {
  const configuration = world.state.portalConfigurations.find(id);
  if (!configuration) throw noSuch("configuration", id, param ?? "configuration", param ? 400 : 404);
  return configuration;
}

function updateConfiguration(
  world: World,
  id: string,
  params: Stripe.BillingPortal.ConfigurationUpdateParams,
): PortalConfiguration {
  const before = getConfiguration(world, id);
  const after = world.state.portalConfigurations.put({
    ...before,
    active: params.active ?? before.active,
    business_profile: {
      headline:
        params.business_profile?.headline === undefined
          ? before.business_profile.headline
          : params.business_profile.headline || null,
      privacy_policy_url:
        params.business_profile?.privacy_policy_url ?? before.business_profile.privacy_policy_url,
      terms_of_service_url:
        params.business_profile?.terms_of_service_url ?? before.business_profile.terms_of_service_url,
    },
    default_return_url:
      params.default_return_url === undefined ? before.default_return_url : params.default_return_url || null,
    features: params.features ? readFeatures(params.features, before.features) : before.features,
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    updated: world.now(),
  });
  world.emit("billing_portal.configuration.updated", after, before);
  return after;
}

function createSession(world: World, params: Stripe.BillingPortal.SessionCreateParams): PortalSession {
  const customer = getCustomer(world, params.customer ?? "", "customer");
  const configuration = params.configuration
    ? getConfiguration(world, params.configuration, "configuration")
    : defaultConfiguration(world);
  if (!configuration.active) throw invalidRequest("The portal configuration is not active.", "configuration");
  const id = world.newId("bps");
  const session: PortalSession = {
    id,
    object: "billing_portal.session",
    configuration: configuration.id,
    created: world.nowOf(customer.id),
    customer: customer.id,
    customer_account: null,
    flow: params.flow_data ? readFlow(world, customer.id, params.flow_data) : null,
    livemode: false,
    locale: params.locale ?? null,
    on_behalf_of: null,
    return_url: params.return_url ?? configuration.default_return_url,
    url: `${world.settings.publicUrl}/portal/${id}_${randomText(16)}`,
  };
  world.state.portalSessions.put(session);
  world.emit("billing_portal.session.created", session);
  return session;
}

function readFlow(
  world: World,
  customer: string,
  flow: Stripe.BillingPortal.SessionCreateParams.FlowData,
): PortalSession["flow"] {
  if (flow.type === "customer_update" || flow.type === "subscription_pause")
    throw notSupported(`the portal flow ${flow.type}`, "flow_data[type]");
  const own = (id: string | undefined) => {
    if (id && getSubscription(world, id, "flow_data").customer !== customer)
      throw invalidRequest("The subscription in the flow does not belong to this customer.", "flow_data");
    return id;
  };
  const cancel = own(flow.subscription_cancel?.subscription);
  const update = own(flow.subscription_update?.subscription);
  const confirm = own(flow.subscription_update_confirm?.subscription);
  const after = flow.after_completion;
  return {
    after_completion: {
      hosted_confirmation: after?.hosted_confirmation
        ? { custom_message: after.hosted_confirmation.custom_message ?? null }
        : null,
      redirect: after?.redirect ? { return_url: after.redirect.return_url } : null,
      type: after?.type ?? "portal_homepage",
    },
    customer_update: null,
    subscription_cancel: cancel ? { retention: null, subscription: cancel } : null,
    subscription_pause: null,
    subscription_update: update ? { subscription: update } : null,
    subscription_update_confirm: confirm
      ? {
          discounts: (flow.subscription_update_confirm?.discounts ?? []).map((discount) => ({
            coupon: discount.coupon ?? null,
            promotion_code: discount.promotion_code ?? null,
          })),
          items: (flow.subscription_update_confirm?.items ?? []).map((item) => ({
            id: item.id,
            price: item.price ?? null,
            quantity: item.quantity ?? 1,
          })),
          subscription: confirm,
        }
      : null,
    type: flow.type,
  };
}

export const portalOperations = [
  operation<Stripe.BillingPortal.ConfigurationCreateParams>(
    "POST",
    "/v1/billing_portal/configurations",
    ["features", "business_profile", "default_return_url", "metadata", "name"],
    ({ world, params }) => createConfiguration(world, params),
  ),
  listOperation<Stripe.BillingPortal.ConfigurationListParams>(
    "/v1/billing_portal/configurations",
    ["active", "is_default"],
    ({ world, params }) =>
      listPage(world.state.portalConfigurations, params, {
        url: "/v1/billing_portal/configurations",
        where: (configuration) =>
          (params.active === undefined || configuration.active === params.active) &&
          (params.is_default === undefined || configuration.is_default === params.is_default),
      }),
  ),
  operation("GET", "/v1/billing_portal/configurations/{id}", [], ({ world, id }) =>
    getConfiguration(world, id),
  ),
  operation<Stripe.BillingPortal.ConfigurationUpdateParams>(
    "POST",
    "/v1/billing_portal/configurations/{id}",
    ["active", "features", "business_profile", "default_return_url", "metadata"],
    ({ world, params, id }) => updateConfiguration(world, id, params),
  ),
  operation<Stripe.BillingPortal.SessionCreateParams>(
    "POST",
    "/v1/billing_portal/sessions",
    ["customer", "configuration", "return_url", "locale", "flow_data"],
    ({ world, params }) => createSession(world, params),
  ),
];
