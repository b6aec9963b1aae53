import type { Stripe } from "stripe";
import { invalidRequest, missingParam, noSuch, notSupported } from "../../http/stripe-error";
import { newMetadata } from "../../state/metadata";
import type { CreditGrant } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { recordCredit } from "./credit-ledger";

type Params = Stripe.Billing.CreditGrantCreateParams;

export const CREATE_CREDIT_GRANT_PARAMS = [
  "amount",
  "applicability_config",
  "category",
  "customer",
  "effective_at",
  "expires_at",
  "metadata",
  "name",
  "priority",
] as const satisfies readonly (keyof Params)[];

/** Credit for a customer's metered usage (https://docs.stripe.com/api/billing/credit-grant/create). */
export function createCreditGrant(world: World, params: Params): CreditGrant {
  if (!params.customer) throw missingParam("customer");
  const customer = getCustomer(world, params.customer, "customer");
  const { monetary } = params.amount;
  if (!monetary) throw missingParam("amount[monetary]");
  if (monetary.value < 1)
    throw invalidRequest("This value must be greater than or equal to 1.", "amount[monetary][value]");
  const now = world.nowOf(customer.id);
  const effectiveAt = params.effective_at ?? now;
  if (params.expires_at !== undefined && params.expires_at <= Math.max(now, effectiveAt))
    throw invalidRequest("expires_at must be in the future and after effective_at.", "expires_at");
  if (params.priority !== undefined && (params.priority < 0 || params.priority > 100))
    throw invalidRequest("The priority must be between 0 and 100.", "priority");
  const grant = world.state.creditGrants.put({
    id: world.newId("credgr"),
    object: "billing.credit_grant",
    amount: {
      monetary: { currency: monetary.currency.toLowerCase(), value: monetary.value },
      type: "monetary",
    },
    applicability_config: { scope: readScope(world, params.applicability_config.scope) },
    category: params.category ?? "paid",
    created: now,
    customer: customer.id,
    customer_account: null,
    effective_at: effectiveAt,
    expires_at: params.expires_at ?? null,
    livemode: false,
    metadata: newMetadata(params.metadata),
    name: params.name ?? null,
    priority: params.priority ?? 50,
    test_clock: customer.test_clock ?? null,
    updated: now,
    voided_at: null,
  });
  world.emit("billing.credit_grant.created", grant);
  recordCredit(world, grant, { kind: "credits_granted", amount: monetary.value });
  return grant;
}

/** @throws unless it names metered prices, or all of them */
export function readScope(
  world: World,
  scope: Params["applicability_config"]["scope"],
): CreditGrant["applicability_config"]["scope"] {
  const at = "applicability_config[scope]";
  if (!scope.prices) {
    if (scope.price_type !== "metered") throw missingParam(`${at}[price_type]`);
    return { price_type: "metered" };
  }
  if (scope.price_type)
    throw invalidRequest("You may only specify one of these parameters: price_type, prices.", at);
  for (const { id } of scope.prices) {
    const price = world.state.prices.find(id);
    if (!price) throw noSuch("price", id, `${at}[prices]`, 400);
    if (!price.recurring?.meter) throw notSupported("credits for prices without a meter", `${at}[prices]`);
  }
  return { prices: scope.prices };
}
