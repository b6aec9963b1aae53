import { invalidRequest, StripeError } from "../../http/stripe-error";
import type { Invoice, Subscription } from "../../state/records";
import type { World } from "../../world";
import { attemptPayment, declineError } from "../payment-intent/attempt-payment";
import { findDefaultPayment, getInvoice } from "./find-invoice";
import { recordFailedAttempt, settleInvoicePayment } from "./settle-invoice-payment";

/** The card an invoice is charged to: its own, its subscription's, or the customer's default. */
export function paymentMethodFor(world: World, invoice: Invoice): string | null {
  const subscription = world.state.subscriptions.find(
    invoice.parent?.subscription_details?.subscription ?? "",
  );
  return firstOwned(world, invoice.customer, [
    invoice.default_payment_method,
    subscription?.default_payment_method,
  ]);
}

/** What a subscription's next invoice would be paid with. */
export const paymentMethodOf = (world: World, subscription: Subscription): string | null =>
  firstOwned(world, subscription.customer, [subscription.default_payment_method]);

function firstOwned(
  world: World,
  customerId: string | null,
  wanted: readonly (string | null | undefined)[],
): string | null {
  const customer = world.state.customers.find(customerId ?? "");
  const candidates = [...wanted, customer?.invoice_settings.default_payment_method];
  return (
    candidates.find((id) => id && world.state.paymentMethods.find(id)?.customer === customer?.id) ?? null
  );
}

/**
 * Tries to collect an open invoice. A decline is not thrown: the invoice and its intent tell.
 *
 * @returns the invoice afterwards: paid, or still open
 */
export function collectInvoice(
  world: World,
  id: string,
  given?: { paymentMethod?: string; authenticated?: boolean },
): Invoice {
  const invoice = getInvoice(world, id);
  const payment = findDefaultPayment(world, id);
  const intent = payment?.payment.payment_intent;
  if ((invoice.status !== "open" && invoice.status !== "uncollectible") || !intent) return invoice;
  if (world.state.paymentIntents.get(intent).status === "processing") return invoice;
  const method = given?.paymentMethod ?? paymentMethodFor(world, invoice);
  if (!method) {
    recordFailedAttempt(world, id);
    return getInvoice(world, id);
  }
  attemptPayment(world, intent, {
    paymentMethod: method,
    returnUrl: invoice.hosted_invoice_url ?? null,
    ...(given?.authenticated ? { authenticated: true } : {}),
  });
  settleInvoicePayment(world, id, intent);
  return getInvoice(world, id);
}

/** `invoices.pay`: the same on request, with the refusal thrown. @throws card_error 402 */
export function payInvoice(
  world: World,
  id: string,
  params: { payment_method?: string; paid_out_of_band?: boolean },
): Invoice {
  const invoice = getInvoice(world, id);
  if (invoice.status === "paid")
    throw invalidRequest("Invoice is already paid", undefined, "invoice_already_paid");
  if (invoice.status !== "open" && invoice.status !== "uncollectible")
    throw invalidRequest(
      `This invoice can't be paid because it has a status of ${invoice.status}.`,
      undefined,
      "invoice_not_editable",
    );
  if (isProcessing(world, invoice))
    throw invalidRequest(
      "You cannot pay this invoice because a payment for it is already processing.",
      undefined,
      "payment_intent_unexpected_state",
    );
  if (!params.payment_method && !paymentMethodFor(world, invoice)) throw noPaymentMethod();
  const collected = collectInvoice(
    world,
    id,
    params.payment_method ? { paymentMethod: params.payment_method } : {},
  );
  if (collected.status === "paid" || isProcessing(world, collected)) return collected;
  throw collectionError(world, collected);
}

/** A bank debit for the invoice is under way: neither paid nor refused. */
export function isProcessing(world: World, invoice: Invoice): boolean {
  const intent = findDefaultPayment(world, invoice.id)?.payment.payment_intent;
  return world.state.paymentIntents.find(intent ?? "")?.status === "processing";
}

/** Why an invoice that was just tried is not paid. */
export function collectionError(world: World, invoice: Invoice, keepsChanges = true): StripeError {
  const intent = world.state.paymentIntents.find(
    findDefaultPayment(world, invoice.id)?.payment.payment_intent ?? "",
  );
  if (intent?.status === "requires_action")
    return new StripeError(
      402,
      "card_error",
      "subscription_payment_intent_requires_action",
      "Payment for this subscription requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the latest invoice.",
      { payment_intent: intent },
      keepsChanges,
    );
  if (intent) return declineError(world, intent, keepsChanges);
  return noPaymentMethod();
}

export function noPaymentMethod(): StripeError {
  return invalidRequest(
    "This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.",
    undefined,
    "resource_missing",
  );
}
