import type { Stripe } from "stripe";
import { invalidRequest } from "../../http/stripe-error";
import { share } from "../../money/round";
import { newMetadata } from "../../state/metadata";
import type { CreditNote, CreditNoteLine, Invoice } from "../../state/records";
import type { World } from "../../world";
import { recordBalanceChange } from "../customer/change-balance";
import { findDefaultPayment, getInvoice } from "../invoice/find-invoice";
import { markInvoicePaid } from "../invoice/mark-invoice-paid";
import { createRefund } from "../refund/operations";

type Params = Stripe.CreditNoteCreateParams;

export const CREATE_CREDIT_NOTE_PARAMS = [
  "amount",
  "credit_amount",
  "effective_at",
  "invoice",
  "lines",
  "memo",
  "metadata",
  "out_of_band_amount",
  "reason",
  "refund_amount",
] as const satisfies readonly (keyof Params)[];

/**
 * Takes an amount back from an invoice: an open one owes less, a paid one gives it back as a refund, as credit for
 * later invoices, or outside Stripe, and the three must make up the whole
 * (https://docs.stripe.com/api/credit_notes/create).
 */
export function createCreditNote(world: World, params: Params): CreditNote {
  const invoice = getInvoice(world, params.invoice, "invoice");
  if (invoice.status !== "open" && invoice.status !== "paid")
    throw invalidRequest(
      `You can only create a credit note for an open or paid invoice; this one is ${invoice.status}.`,
      "invoice",
    );
  const lines = readLines(world, invoice, params);
  const subtotal = sum(lines.map((line) => line.amount));
  const discount = sum(lines.map((line) => line.discount_amount));
  const pretax = lines.flatMap((line) => line.pretax_credit_amounts);
  const credited = sum(pretax.filter((part) => part.type !== "discount").map((part) => part.amount));
  const taxes = lines.flatMap((line) => line.taxes ?? []);
  const exclusive = sum(taxes.filter((tax) => tax.tax_behavior === "exclusive").map((tax) => tax.amount));
  const inclusive = sum(taxes.filter((tax) => tax.tax_behavior === "inclusive").map((tax) => tax.amount));
  const total = subtotal - discount - credited + exclusive;
  if (total <= 0) throw invalidRequest("The amount of a credit note must be positive.", "amount");
  const isOpen = invoice.status === "open";
  const left = isOpen
    ? invoice.amount_remaining
    : invoice.total - invoice.post_payment_credit_notes_amount - invoice.pre_payment_credit_notes_amount;
  if (total > left)
    throw invalidRequest(
      `The sum of credit amount, refund amount and out of band amount (${total}) must be at most the invoice's creditable amount (${left}).`,
      "amount",
    );
  const refundAmount = params.refund_amount ?? 0;
  const creditAmount = params.credit_amount ?? 0;
  const outside = params.out_of_band_amount ?? 0;
  if (!isOpen && refundAmount + creditAmount + outside !== total)
    throw invalidRequest(
      `The sum of credit_amount, refund_amount and out_of_band_amount (${refundAmount + creditAmount + outside}) must equal the credit note amount (${total}).`,
      "amount",
    );
  const id = world.newId("cn");
  const refund = refundAmount > 0 ? refundInvoice(world, invoice, refundAmount) : null;
  const balance =
    creditAmount > 0
      ? recordBalanceChange(world, invoice.customer ?? "", {
          amount: -creditAmount,
          type: "credit_note",
          currency: invoice.currency,
          invoice: invoice.id,
          creditNote: id,
        })
      : null;
  const now = world.nowOf(invoice.customer);
  const note = world.state.creditNotes.put({
    id,
    object: "credit_note",
    amount: total,
    amount_shipping: 0,
    created: now,
    currency: invoice.currency,
    customer: invoice.customer ?? "",
    customer_account: null,
    customer_balance_transaction: balance?.id ?? null,
    discount_amount: discount,
    discount_amounts: lines.flatMap((line) => line.discount_amounts),
    effective_at: params.effective_at ?? now,
    invoice: invoice.id,
    lines: { object: "list", data: lines, has_more: false, url: `/v1/credit_notes/${id}/lines` },
    livemode: false,
    memo: params.memo ?? null,
    metadata: newMetadata(params.metadata),
    number: `${invoice.number}-CN-${String(world.nextNumber(`credit_notes:${invoice.id}`)).padStart(2, "0")}`,
    out_of_band_amount: outside || null,
    pdf: `${world.settings.publicUrl}/invoices/${invoice.id}/pdf`,
    post_payment_amount: isOpen ? 0 : total,
    pre_payment_amount: isOpen ? total : 0,
    pretax_credit_amounts: pretax,
    reason: params.reason ?? null,
    refunds: refund
      ? [{ amount_refunded: refundAmount, payment_record_refund: null, refund: refund.id, type: "refund" }]
      : [],
    shipping_cost: null,
    status: "issued",
    subtotal,
    subtotal_excluding_tax: subtotal - inclusive,
    total,
    total_excluding_tax: subtotal - discount - credited - inclusive,
    total_taxes: taxes,
    type: isOpen ? "pre_payment" : "post_payment",
    voided_at: null,
  });
  world.emit("credit_note.created", note);
  reduceInvoice(world, invoice.id, note);
  return note;
}

function reduceInvoice(world: World, id: string, note: CreditNote): void {
  const before = world.state.invoices.get(id);
  if (before.status !== "open") {
    const after = world.state.invoices.put({
      ...before,
      post_payment_credit_notes_amount: before.post_payment_credit_notes_amount + note.amount,
    });
    world.emit("invoice.updated", after, before);
    return;
  }
  const remaining = before.amount_remaining - note.amount;
  const after = world.state.invoices.put({
    ...before,
    amount_due: before.amount_due - note.amount,
    amount_remaining: remaining,
    pre_payment_credit_notes_amount: before.pre_payment_credit_notes_amount + note.amount,
  });
  world.emit("invoice.updated", after, before);
  const payment = findDefaultPayment(world, id);
  if (payment?.payment.payment_intent && remaining > 0) {
    world.state.paymentIntents.patch(payment.payment.payment_intent, { amount: remaining });
    world.state.invoicePayments.put({ ...payment, amount_requested: remaining });
  }
  if (remaining === 0) markInvoicePaid(world, id, null);
}

function refundInvoice(world: World, invoice: Invoice, amount: number) {
  const payment = findDefaultPayment(world, invoice.id);
  if (!payment?.payment.payment_intent)
    throw invalidRequest("This invoice has no payment to refund.", "refund_amount");
  return createRefund(world, { payment_intent: payment.payment.payment_intent, amount });
}

function readLines(world: World, invoice: Invoice, params: Params): CreditNoteLine[] {
  if (!params.lines) {
    const amount =
      params.amount ??
      (params.refund_amount ?? 0) + (params.credit_amount ?? 0) + (params.out_of_band_amount ?? 0);
    return [customLine(world, "Credit", amount, 1)];
  }
  return params.lines.map((line, at) => {
    if (line.type === "custom_line_item")
      return customLine(
        world,
        line.description ?? "Credit",
        line.amount ?? (line.unit_amount ?? 0) * (line.quantity ?? 1),
        line.quantity ?? 1,
      );
    const source = invoice.lines.data.find((candidate) => candidate.id === line.invoice_line_item);
    if (!source)
      throw invalidRequest(
        `No such invoice line item: '${line.invoice_line_item}'`,
        `lines[${at}][invoice_line_item]`,
        "resource_missing",
      );
    const amount =
      line.amount ?? share(source.amount, line.quantity ?? source.quantity ?? 1, source.quantity ?? 1);
    const discounts = (source.discount_amounts ?? []).map((part) => ({
      ...part,
      amount: share(part.amount, amount, source.amount),
    }));
    return {
      ...customLine(world, source.description ?? "", amount, line.quantity ?? source.quantity ?? 1),
      type: "invoice_line_item" as const,
      invoice_line_item: source.id,
      discount_amount: sum(discounts.map((part) => part.amount)),
      discount_amounts: discounts,
      pretax_credit_amounts: (source.pretax_credit_amounts ?? []).map((part) => ({
        ...(part.credit_balance_transaction
          ? { credit_balance_transaction: part.credit_balance_transaction }
          : {}),
        ...(part.discount ? { discount: part.discount } : {}),
        type: part.type,
        amount: share(part.amount, amount, source.amount),
      })),
      taxes: (source.taxes ?? []).map((tax) => ({
        ...tax,
        amount: share(tax.amount, amount, source.amount),
        taxable_amount: share(tax.taxable_amount ?? 0, amount, source.amount),
      })),
    };
  });
}

function customLine(world: World, description: string, amount: number, quantity: number): CreditNoteLine {
  return {
    id: world.newId("cnli"),
    object: "credit_note_line_item",
    amount,
    description,
    discount_amount: 0,
    discount_amounts: [],
    livemode: false,
    metadata: {},
    pretax_credit_amounts: [],
    quantity,
    tax_rates: [],
    taxes: [],
    type: "custom_line_item",
    unit_amount: Math.round(amount / quantity),
    unit_amount_decimal: String(amount / quantity),
  };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
