import type Stripe from "stripe";
import type { CustomerState } from "../providers/stripe/fetch-customer-state";
import { choosePrimary } from "./choose-primary";
import { computeCustomer } from "./mirror-customer";
import { computeInvoice, computeInvoiceLines } from "./mirror-invoice";
import { computePaymentMethod } from "./mirror-payment-method";
import { computePurchase } from "./mirror-purchase";
import { computeSubscription } from "./mirror-subscription";
import type { PriceBook } from "./price-book";
import { idOf } from "./read-stripe";
import type {
  CheckoutStateRow,
  CustomerRow,
  InvoiceLineRow,
  InvoiceRow,
  PaymentMethodRow,
  PurchaseRow,
  SubscriptionRow,
} from "./rows";

/** What the provider says of a customer, as rows. */
export interface Mirror {
  /** Null for a deleted customer: its tombstone says nothing but that. */
  readonly customer: CustomerRow | null;
  readonly subscriptions: readonly SubscriptionRow[];
  readonly purchases: readonly PurchaseRow[];
  readonly invoices: readonly InvoiceRow[];
  readonly lines: readonly InvoiceLineRow[];
  readonly paymentMethods: readonly PaymentMethodRow[];
  readonly checkouts: readonly CheckoutStateRow[];
}

/** Turns the provider's objects into rows. Pure: the same objects give the same rows. */
export function computeMirror(state: CustomerState, accountId: string, book: PriceBook): Mirror {
  const customer = state.customer.deleted ? null : state.customer;
  const { id } = state.customer;
  const subscriptions = state.subscriptions.map((each) => computeSubscription(each, accountId, id, book));
  return {
    customer: customer && computeCustomer(customer, accountId),
    subscriptions,
    purchases: state.sessions.flatMap((each) => computePurchase(each, accountId, id, book) ?? []),
    invoices: state.invoices.map((each) => computeInvoice(each, accountId, id)),
    lines: state.invoices.flatMap((each) => computeInvoiceLines(each, accountId, book)),
    paymentMethods: state.paymentMethods.map((each) =>
      computePaymentMethod(each, accountId, id, defaultMethodOf(customer, subscriptions)),
    ),
    checkouts: state.sessions.flatMap((each) => computeCheckoutState(each) ?? []),
  };
}

/** Checkout notes the card on the subscription and leaves the customer's own default empty. */
function defaultMethodOf(
  customer: Stripe.Customer | null,
  subscriptions: readonly SubscriptionRow[],
): string | null {
  const primary = choosePrimary(subscriptions);
  return (
    idOf(customer?.invoice_settings.default_payment_method) ??
    subscriptions.find((each) => each.id === primary)?.defaultPaymentMethodId ??
    null
  );
}

function computeCheckoutState(session: Stripe.Checkout.Session): CheckoutStateRow | null {
  const { id: providerSessionId, payment_status: paymentStatus, url } = session;
  switch (session.status) {
    case "open":
    case "complete":
    case "expired":
      return { providerSessionId, status: session.status as CheckoutStateRow["status"], paymentStatus, url };
    default:
      return null;
  }
}
