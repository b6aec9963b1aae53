import { subscriptionIsOver } from "../objects/subscription/subscription-status";
import type { World } from "../world";

type Source = Record<string, unknown>;
type Include = (world: World, source: Source) => unknown;

/** A first page of ten, as Stripe sends lists inside objects. */
export function innerList<T>(values: Iterable<T>, url: string): object {
  const data: T[] = [];
  let hasMore = false;
  for (const value of values) {
    if (data.length === 10) {
      hasMore = true;
      break;
    }
    data.push(value);
  }
  return { object: "list", data, has_more: hasMore, url };
}

/** Fields that are computed when somebody expands them, by object and name. */
export const includedFields: Record<string, Record<string, Include>> = {
  customer: {
    subscriptions: (world, { id }) =>
      innerList(
        [...world.state.subscriptions.newestFirst({ index: "customer", key: String(id) })].filter(
          (subscription) => !subscriptionIsOver(subscription),
        ),
        `/v1/customers/${id}/subscriptions`,
      ),
    tax_ids: (world, { id }) =>
      innerList(
        world.state.taxIds.newestFirst({ index: "customer", key: String(id) }),
        `/v1/customers/${id}/tax_ids`,
      ),
    sources: (_world, { id }) => innerList([], `/v1/customers/${id}/sources`),
    cash_balance: () => null,
    invoice_credit_balance: () => ({}),
    tax: (_world, { address }) => {
      const country = (address as { country?: string | null } | null)?.country ?? null;
      return {
        automatic_tax: country ? "supported" : "unrecognized_location",
        ip_address: null,
        location: country ? { country, source: "billing_address", state: null } : null,
        provider: "stripe",
      };
    },
  },
  invoice: {
    payments: (world, { id }) =>
      innerList(
        world.state.invoicePayments.newestFirst({ index: "invoice", key: String(id) }),
        `/v1/invoice_payments?invoice=${id}`,
      ),
    confirmation_secret: (world, { id }) => {
      for (const payment of world.state.invoicePayments.newestFirst({ index: "invoice", key: String(id) })) {
        const intent = world.state.paymentIntents.find(payment.payment.payment_intent ?? "");
        if (intent?.client_secret) return { client_secret: intent.client_secret, type: "payment_intent" };
      }
      return null;
    },
  },
  "tax.calculation": {
    line_items: (world, { id }) =>
      innerList(
        world.state.taxCalculationLines.find(String(id))?.lines ?? [],
        `/v1/tax/calculations/${id}/line_items`,
      ),
  },
  "tax.transaction": {
    line_items: (world, { id }) =>
      innerList(
        world.state.taxTransactionLines.find(String(id))?.lines ?? [],
        `/v1/tax/transactions/${id}/line_items`,
      ),
  },
  charge: {
    refunds: (world, { id }) =>
      innerList(
        world.state.refunds.newestFirst({ index: "charge", key: String(id) }),
        `/v1/charges/${id}/refunds`,
      ),
  },
  "checkout.session": {
    line_items: (world, { id }) =>
      innerList(
        world.state.checkoutPlans.find(String(id))?.lineItems ?? [],
        `/v1/checkout/sessions/${id}/line_items`,
      ),
  },
};
