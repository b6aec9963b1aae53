import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, missingParam, noSuch } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import type { CreditBalanceSummary, CreditBalanceTransaction, CreditGrant } from "../../state/records";
import type { World } from "../../world";
import { getCustomer } from "../customer/find-customer";
import { CREATE_CREDIT_GRANT_PARAMS, createCreditGrant, readScope } from "./create-credit-grant";
import { currencyOf, isUsable, leftOf } from "./credit-ledger";
import { expireCreditGrant, hasExpired, voidCreditGrant } from "./end-credit-grant";

function getGrant(world: World, id: string, param?: string): CreditGrant {
  const grant = world.state.creditGrants.find(id);
  if (!grant) throw noSuch("credit grant", id, param ?? "id", param ? 400 : 404);
  return grant;
}

function getTransaction(world: World, id: string): CreditBalanceTransaction {
  const entry = world.state.creditTransactions.find(id);
  if (!entry) throw noSuch("credit balance transaction", id);
  return entry;
}

/**
 * A customer's credits: the ledger's balance is what is left of all grants, the available one of those that can be used
 * now (https://docs.stripe.com/api/billing/credit-balance-summary).
 */
function summarize(
  world: World,
  params: Stripe.Billing.CreditBalanceSummaryRetrieveParams,
): CreditBalanceSummary {
  if (!params.customer) throw missingParam("customer");
  const customer = getCustomer(world, params.customer, "customer");
  const now = world.nowOf(customer.id);
  const matches = readFilter(world, params.filter);
  const sums = new Map<string, { available: number; ledger: number }>();
  for (const grant of world.state.creditGrants.oldestFirst({ index: "customer", key: customer.id })) {
    if (!matches(grant)) continue;
    const sum = sums.get(currencyOf(grant)) ?? { available: 0, ledger: 0 };
    const left = leftOf(world, grant.id);
    sums.set(currencyOf(grant), {
      available: sum.available + (isUsable(grant, now) ? left : 0),
      ledger: sum.ledger + left,
    });
  }
  const monetary = (currency: string, value: number) =>
    ({ monetary: { currency, value }, type: "monetary" }) as const;
  return {
    object: "billing.credit_balance_summary",
    balances: [...sums].map(([currency, { available, ledger }]) => ({
      available_balance: monetary(currency, available),
      ledger_balance: monetary(currency, ledger),
    })),
    customer: customer.id,
    customer_account: null,
    livemode: false,
  };
}

function readFilter(
  world: World,
  filter: Stripe.Billing.CreditBalanceSummaryRetrieveParams["filter"],
): (grant: CreditGrant) => boolean {
  if (filter.type === "credit_grant") {
    if (!filter.credit_grant) throw missingParam("filter[credit_grant]");
    const { id } = getGrant(world, filter.credit_grant, "filter[credit_grant]");
    return (grant) => grant.id === id;
  }
  if (!filter.applicability_scope) throw missingParam("filter[applicability_scope]");
  const wanted = readScope(world, filter.applicability_scope);
  return (grant) => {
    const { prices } = grant.applicability_config.scope;
    if (!prices) return true;
    return wanted.prices?.some((price) => prices.some(({ id }) => id === price.id)) ?? false;
  };
}

export const creditGrantOperations = [
  operation<Stripe.Billing.CreditGrantCreateParams>(
    "POST",
    "/v1/billing/credit_grants",
    CREATE_CREDIT_GRANT_PARAMS,
    ({ world, params }) => createCreditGrant(world, params),
  ),
  listOperation<Stripe.Billing.CreditGrantListParams>(
    "/v1/billing/credit_grants",
    ["customer"],
    ({ world, params }) =>
      listPage(world.state.creditGrants, params, {
        url: "/v1/billing/credit_grants",
        by: params.customer ? { index: "customer", key: params.customer } : undefined,
      }),
  ),
  operation("GET", "/v1/billing/credit_grants/{id}", [], ({ world, id }) => getGrant(world, id)),
  operation<Stripe.Billing.CreditGrantUpdateParams>(
    "POST",
    "/v1/billing/credit_grants/{id}",
    ["expires_at", "metadata"],
    ({ world, params, id }) => {
      const before = getGrant(world, id);
      const now = world.nowOf(before.customer);
      if (params.expires_at !== undefined && (hasExpired(world, id) || before.voided_at !== null))
        throw invalidRequest("A credit grant that has ended cannot be changed.", "expires_at");
      if (params.expires_at && params.expires_at <= now)
        throw invalidRequest("expires_at must be in the future.", "expires_at");
      const after = world.state.creditGrants.put({
        ...before,
        expires_at: params.expires_at === undefined ? before.expires_at : params.expires_at || null,
        metadata: mergeMetadata(before.metadata, params.metadata),
        updated: now,
      });
      world.emit("billing.credit_grant.updated", after, before);
      return after;
    },
  ),
  operation("POST", "/v1/billing/credit_grants/{id}/expire", [], ({ world, id }) =>
    expireCreditGrant(world, getGrant(world, id).id),
  ),
  operation("POST", "/v1/billing/credit_grants/{id}/void", [], ({ world, id }) =>
    voidCreditGrant(world, getGrant(world, id).id),
  ),
  operation<Stripe.Billing.CreditBalanceSummaryRetrieveParams>(
    "GET",
    "/v1/billing/credit_balance_summary",
    ["customer", "filter"],
    ({ world, params }) => summarize(world, params),
  ),
  listOperation<Stripe.Billing.CreditBalanceTransactionListParams>(
    "/v1/billing/credit_balance_transactions",
    ["credit_grant", "customer"],
    ({ world, params }) =>
      listPage(world.state.creditTransactions, params, {
        url: "/v1/billing/credit_balance_transactions",
        by: params.credit_grant ? { index: "grant", key: params.credit_grant } : undefined,
        where: (entry) =>
          !params.customer || world.state.creditGrants.find(entry.credit_grant)?.customer === params.customer,
      }),
  ),
  operation("GET", "/v1/billing/credit_balance_transactions/{id}", [], ({ world, id }) =>
    getTransaction(world, id),
  ),
];
