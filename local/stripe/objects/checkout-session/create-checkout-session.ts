import type { Stripe } from "stripe";
import { invalidRequest, missingParam, notSupported } from "../../http/stripe-error";
import { newMetadata } from "../../state/metadata";
import type { CheckoutSession } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { paymentMethodTypesFor } from "../payment-method/test-bank-accounts";
import { readCheckoutPlan } from "./read-checkout-plan";
import { computeSessionTotals } from "./session-totals";

type Params = Stripe.Checkout.SessionCreateParams;

export const CREATE_SESSION_PARAMS = [
  "adaptive_pricing",
  "allow_promotion_codes",
  "allowed_payment_method_types",
  "automatic_tax",
  "billing_address_collection",
  "cancel_url",
  "client_reference_id",
  "consent_collection",
  "currency",
  "custom_text",
  "customer",
  "customer_creation",
  "customer_email",
  "customer_update",
  "discounts",
  "expires_at",
  "invoice_creation",
  "line_items",
  "locale",
  "metadata",
  "mode",
  "payment_intent_data",
  "payment_method_collection",
  "return_url",
  "saved_payment_method_options",
  "setup_intent_data",
  "submit_type",
  "subscription_data",
  "success_url",
  "tax_id_collection",
  "ui_mode",
] as const satisfies readonly (keyof Params)[];

const HALF_HOUR = 1800;
const DAY = 86_400;

/** A hosted page to pay on. What completing it makes is kept beside it as its plan. */
export function createCheckoutSession(world: World, params: Params): CheckoutSession {
  const mode = (params.mode ?? "payment") as CheckoutSession["mode"];
  if (params.ui_mode && params.ui_mode !== "hosted_page")
    throw notSupported(`ui_mode ${params.ui_mode}`, "ui_mode");
  if (!params.success_url) throw missingParam("success_url");
  checkUrl(params.success_url, "success_url");
  if (params.cancel_url) checkUrl(params.cancel_url, "cancel_url");
  const customer = params.customer ? getCustomer(world, params.customer, "customer") : null;
  if (customer && params.customer_email)
    throw invalidRequest(
      "You may only specify one of these parameters: customer, customer_email.",
      "customer_email",
    );
  if (params.allow_promotion_codes && params.discounts)
    throw invalidRequest(
      "You may only specify one of these parameters: allow_promotion_codes, discounts.",
      "discounts",
    );
  checkTax(params, customer?.address?.country ?? null);
  const now = world.nowOf(customer?.id);
  const expiresAt = params.expires_at ?? now + DAY;
  if (expiresAt < now + HALF_HOUR || expiresAt > now + DAY)
    throw invalidRequest(
      "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
      "expires_at",
    );
  const id = world.newId("cs");
  const plan = readCheckoutPlan(world, id, mode, params);
  const firstPrice = world.state.prices.find(plan.items[0]?.price ?? "");
  const currency =
    mode === "setup"
      ? (params.currency ?? null)
      : (params.currency ?? customer?.currency ?? firstPrice?.currency ?? "usd").toLowerCase();
  const session: CheckoutSession = {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: null,
    amount_total: null,
    automatic_tax: {
      enabled: params.automatic_tax?.enabled ?? false,
      liability: params.automatic_tax?.enabled ? { type: "self" } : null,
      provider: params.automatic_tax?.enabled ? "stripe" : null,
      status: params.automatic_tax?.enabled ? "requires_location_inputs" : null,
    },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    consent: null,
    consent_collection: null,
    created: now,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: customer?.id ?? null,
    customer_account: null,
    customer_creation:
      mode === "payment"
        ? (params.customer_creation ?? (customer ? null : "if_required"))
        : customer
          ? null
          : "always",
    customer_details:
      customer || params.customer_email
        ? {
            address: customer?.address ?? null,
            business_name: null,
            email: customer?.email ?? params.customer_email ?? null,
            individual_name: null,
            name: customer?.name ?? null,
            phone: customer?.phone ?? null,
            tax_exempt: customer?.tax_exempt ?? "none",
            tax_ids: null,
          }
        : null,
    customer_email: params.customer_email ?? null,
    discounts: plan.discounts.map((discount) => ({
      coupon: discount.coupon ?? null,
      promotion_code: discount.promotion_code ?? null,
    })),
    expires_at: expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation:
      mode === "payment"
        ? {
            enabled: params.invoice_creation?.enabled ?? false,
            invoice_data: {
              account_tax_ids: null,
              custom_fields: null,
              description: params.invoice_creation?.invoice_data?.description ?? null,
              footer: params.invoice_creation?.invoice_data?.footer ?? null,
              issuer: null,
              metadata: newMetadata(params.invoice_creation?.invoice_data?.metadata),
              rendering_options: null,
            },
          }
        : null,
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: null,
    metadata: newMetadata(params.metadata),
    mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection:
      mode === "subscription" ? (params.payment_method_collection ?? "always") : null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: "automatic" } },
    payment_method_types: offeredTypes(params, currency ?? "usd"),
    payment_status: "unpaid",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: customer
      ? { allow_redisplay_filters: ["always"], payment_method_remove: "disabled", payment_method_save: null }
      : null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url,
    tax_id_collection: { enabled: params.tax_id_collection?.enabled ?? false, required: "never" },
    total_details: null,
    ui_mode: "hosted_page",
    url: `${world.settings.publicUrl}/checkout/${id}`,
    wallet_options: null,
  };
  world.state.checkoutPlans.put(plan);
  const { session: totalled, lineItems } = computeSessionTotals(world, session, plan);
  world.state.checkoutPlans.put({ ...plan, lineItems });
  return world.state.checkoutSessions.put(totalled);
}

/** What the currency has, less what the caller does not want (`allowed_payment_method_types`). */
function offeredTypes(params: Params, currency: string): string[] {
  const allowed: readonly string[] | undefined = params.allowed_payment_method_types;
  const types = paymentMethodTypesFor(currency);
  const offered = allowed ? types.filter((type) => allowed.includes(type)) : types;
  if (offered.length === 0)
    throw notSupported(
      `payment methods other than ${types.join(", ")} in ${currency}`,
      "allowed_payment_method_types",
    );
  return offered;
}

function checkUrl(url: string, param: string): void {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw invalidRequest("Not a valid URL", param, "url_invalid");
}

function checkTax(params: Params, country: string | null): void {
  if (
    !params.automatic_tax?.enabled ||
    !params.customer ||
    country ||
    params.customer_update?.address === "auto"
  )
    return;
  throw invalidRequest(
    "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` to 'auto' to save the address entered in Checkout to the Customer.",
    "automatic_tax",
    "customer_tax_location_invalid",
  );
}
