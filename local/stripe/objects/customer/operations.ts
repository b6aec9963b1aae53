import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { searchOperation } from "../../http/search";
import { noSuch } from "../../http/stripe-error";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import { createTaxId } from "../tax-id/create-tax-id";
import { recordBalanceChange } from "./change-balance";
import { CREATE_CUSTOMER_PARAMS, createCustomer } from "./create-customer";
import { deleteCustomer } from "./delete-customer";
import { getCustomer } from "./find-customer";
import { UPDATE_CUSTOMER_PARAMS, updateCustomer } from "./update-customer";

export const customerOperations = [
  operation<Stripe.CustomerCreateParams>(
    "POST",
    "/v1/customers",
    CREATE_CUSTOMER_PARAMS,
    ({ world, params }) => createCustomer(world, params),
  ),
  listOperation<Stripe.CustomerListParams>("/v1/customers", ["email", "test_clock"], ({ world, params }) =>
    listPage(world.state.customers, params, {
      url: "/v1/customers",
      by: params.test_clock
        ? { index: "test_clock", key: params.test_clock }
        : params.email
          ? { index: "email", key: params.email }
          : undefined,
      // without its filter a list leaves out what belongs to test clocks
      where: (customer) =>
        (params.test_clock ? true : customer.test_clock === null) &&
        (params.email === undefined || customer.email === params.email),
    }),
  ),
  searchOperation("/v1/customers/search", (world) => world.state.customers, ["email", "name", "phone"]),
  operation("GET", "/v1/customers/{id}", [], ({ world, id }) => {
    const tombstone = world.state.tombstones.find(id);
    return tombstone?.object === "customer" ? tombstone : getCustomer(world, id);
  }),
  operation<Stripe.CustomerUpdateParams>(
    "POST",
    "/v1/customers/{id}",
    UPDATE_CUSTOMER_PARAMS,
    ({ world, params, id }) => updateCustomer(world, id, params),
  ),
  operation("DELETE", "/v1/customers/{id}", [], ({ world, id }) => deleteCustomer(world, id)),
  listOperation<Stripe.CustomerListPaymentMethodsParams>(
    "/v1/customers/{id}/payment_methods",
    ["type"],
    ({ world, params, id }) => {
      getCustomer(world, id);
      return listPage(world.state.paymentMethods, params, {
        url: `/v1/customers/${id}/payment_methods`,
        by: { index: "customer", key: id },
        where: (method) => !params.type || method.type === params.type,
      });
    },
  ),
  operation("GET", "/v1/customers/{customerId}/payment_methods/{id}", [], ({ world, ids }) => {
    const [customer = "", id = ""] = ids;
    const method = world.state.paymentMethods.find(id);
    if (!method || method.customer !== customer) throw noSuch("PaymentMethod", id);
    return method;
  }),
  listOperation<Stripe.CustomerListBalanceTransactionsParams>(
    "/v1/customers/{id}/balance_transactions",
    ["invoice"],
    ({ world, params, id }) => {
      getCustomer(world, id);
      return listPage(world.state.customerBalanceTransactions, params, {
        url: `/v1/customers/${id}/balance_transactions`,
        by: { index: "customer", key: id },
        where: (entry) => !params.invoice || entry.invoice === params.invoice,
      });
    },
  ),
  operation<Stripe.CustomerCreateBalanceTransactionParams>(
    "POST",
    "/v1/customers/{id}/balance_transactions",
    ["amount", "currency", "description", "metadata"],
    ({ world, params, id }) => {
      const before = getCustomer(world, id);
      const entry = recordBalanceChange(world, id, {
        amount: params.amount,
        currency: params.currency,
        type: "adjustment",
        description: params.description ?? null,
        metadata: newMetadata(params.metadata),
      });
      world.emit("customer.updated", world.state.customers.get(id), before);
      return entry;
    },
  ),
  operation("GET", "/v1/customers/{customerId}/balance_transactions/{id}", [], ({ world, id }) => {
    const entry = world.state.customerBalanceTransactions.find(id);
    if (!entry) throw noSuch("customer balance transaction", id);
    return entry;
  }),
  operation<Stripe.CustomerUpdateBalanceTransactionParams>(
    "POST",
    "/v1/customers/{customerId}/balance_transactions/{id}",
    ["description", "metadata"],
    ({ world, params, id }) => {
      const entry = world.state.customerBalanceTransactions.find(id);
      if (!entry) throw noSuch("customer balance transaction", id);
      return world.state.customerBalanceTransactions.put({
        ...entry,
        description: params.description ?? entry.description,
        metadata: mergeMetadata(entry.metadata ?? {}, params.metadata),
      });
    },
  ),
  listOperation<Stripe.CustomerListTaxIdsParams>("/v1/customers/{id}/tax_ids", [], ({ world, params, id }) =>
    listPage(world.state.taxIds, params, {
      url: `/v1/customers/${id}/tax_ids`,
      by: { index: "customer", key: getCustomer(world, id).id },
    }),
  ),
  operation<Stripe.CustomerCreateTaxIdParams>(
    "POST",
    "/v1/customers/{id}/tax_ids",
    ["type", "value"],
    ({ world, params, id }) => createTaxId(world, { ...params, customer: getCustomer(world, id).id }),
  ),
  operation("GET", "/v1/customers/{customerId}/tax_ids/{id}", [], ({ world, id }) => {
    const taxId = world.state.taxIds.find(id);
    if (!taxId) throw noSuch("tax id", id);
    return taxId;
  }),
  operation("DELETE", "/v1/customers/{customerId}/tax_ids/{id}", [], ({ world, id }) => {
    const taxId = world.state.taxIds.find(id);
    if (!taxId) throw noSuch("tax id", id);
    world.state.taxIds.delete(id);
    world.emit("customer.tax_id.deleted", taxId);
    return { id, object: "tax_id", deleted: true };
  }),
];
