import { invalidRequest } from "../../http/stripe-error";
import { computeAppliedBalance } from "../../money/apply-balance";
import type { Invoice, InvoicePayment } from "../../state/records";
import type { World } from "../../world";
import { drawCredits } from "../credit-grant/draw-credits";
import { recordBalanceChange } from "../customer/change-balance";
import { openPaymentIntent } from "../payment-intent/create-payment-intent";
import { disableAutomaticTax } from "../subscription/disable-automatic-tax";
import { computeTotals } from "./compute-totals";
import { getInvoice } from "./find-invoice";
import { markInvoicePaid } from "./mark-invoice-paid";
import { replaceRevised } from "./revise-invoice";

interface IntentOf {
  paidBy?: string | undefined;
  adopts?: string | undefined;
}

/**
 * Freezes a draft: totals, number, the customer's balance applied, and an intent for what is left to pay
 * (https://docs.stripe.com/invoicing/integration/workflow-transitions). Nothing left means paid.
 *
 * @param given.paidBy an intent that has already paid it: a purchase that is invoiced afterwards
 * @param given.adopts an intent that somebody has tried to pay it with before it was made: in a checkout
 */
export function finalizeInvoice(world: World, id: string, given: IntentOf = {}): Invoice {
  const draft = getInvoice(world, id);
  if (draft.status !== "draft")
    throw invalidRequest(
      "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
      undefined,
      "invoice_not_editable",
    );
  let invoice = computeTotals(world, draft);
  if (invoice.automatic_tax.status === "requires_location_inputs") {
    const untaxed = finalizeWithoutLocation(world, invoice);
    if (!untaxed) return getInvoice(world, id);
    invoice = untaxed;
  }
  invoice = drawCredits(world, invoice);
  const now = world.nowOf(invoice.customer);
  const customer = world.state.customers.get(invoice.customer ?? "");
  const sequence = customer.next_invoice_sequence ?? 1;
  world.state.customers.patch(customer.id, {
    next_invoice_sequence: sequence + 1,
    currency: customer.currency ?? invoice.currency,
  });
  const { due, ending, entries } = computeAppliedBalance(invoice.total, customer.balance, invoice.currency);
  for (const entry of entries)
    recordBalanceChange(world, customer.id, { ...entry, currency: invoice.currency, invoice: id });
  const open: Invoice = {
    ...invoice,
    status: "open",
    number: invoice.number ?? `${customer.invoice_prefix}-${String(sequence).padStart(4, "0")}`,
    effective_at: invoice.effective_at ?? now,
    last_finalization_error: null,
    automatically_finalizes_at: null,
    hosted_invoice_url: `${world.settings.publicUrl}/invoices/${id}`,
    invoice_pdf: `${world.settings.publicUrl}/invoices/${id}/pdf`,
    starting_balance: customer.balance,
    ending_balance: ending,
    amount_due: due,
    amount_remaining: due,
    status_transitions: { ...invoice.status_transitions, finalized_at: now },
  };
  world.state.invoices.put(open);
  if (due > 0) requestPayment(world, open, given);
  world.emit("invoice.finalized", open);
  replaceRevised(world, open);
  if (given.paidBy && due > 0) return markInvoicePaid(world, id, { amount: due });
  return due === 0 ? markInvoicePaid(world, id, null) : open;
}

function requestPayment(world: World, invoice: Invoice, { paidBy, adopts }: IntentOf): InvoicePayment {
  const subscription = invoice.parent?.subscription_details?.subscription;
  const intent = paidBy
    ? world.state.paymentIntents.get(paidBy)
    : openPaymentIntent(world, {
        adopts,
        amount: invoice.amount_due,
        currency: invoice.currency,
        customer: invoice.customer,
        description: subscription
          ? invoice.billing_reason === "subscription_create"
            ? "Subscription creation"
            : "Subscription update"
          : (invoice.description ?? null),
        receiptEmail: null,
        setupFutureUsage: subscription ? "off_session" : null,
      });
  return world.state.invoicePayments.put({
    id: world.newId("inpay"),
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: world.nowOf(invoice.customer),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent.id, type: "payment_intent" },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  });
}

/**
 * Without a place tax cannot be computed: a subscription's invoice goes out untaxed and automatic tax is switched off
 * on both; any other invoice stays a draft (https://docs.stripe.com/tax/invoicing#handle-finalization-failures).
 */
function finalizeWithoutLocation(world: World, invoice: Invoice): Invoice | null {
  const subscription = invoice.parent?.subscription_details?.subscription;
  if (subscription) {
    disableAutomaticTax(world, subscription);
    return computeTotals(world, {
      ...invoice,
      automatic_tax: {
        ...invoice.automatic_tax,
        enabled: false,
        disabled_reason: "finalization_requires_location_inputs",
        liability: null,
      },
    });
  }
  const failed = world.state.invoices.put({
    ...invoice,
    auto_advance: false,
    automatically_finalizes_at: null,
    last_finalization_error: {
      code: "customer_tax_location_invalid",
      message:
        "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
      type: "invalid_request_error",
    },
  });
  world.emit("invoice.finalization_failed", failed);
  return null;
}
