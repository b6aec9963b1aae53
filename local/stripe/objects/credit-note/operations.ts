import type { Stripe } from "stripe";
import { listPage, listPageOf } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import type { CreditNote } from "../../state/records";
import type { World } from "../../world";
import { findDefaultPayment } from "../invoice/find-invoice";
import { CREATE_CREDIT_NOTE_PARAMS, createCreditNote } from "./create-credit-note";

function getNote(world: World, id: string): CreditNote {
  const note = world.state.creditNotes.find(id);
  if (!note) throw noSuch("credit note", id);
  return note;
}

/** Only what an open invoice was spared can be charged again. */
function voidNote(world: World, id: string): CreditNote {
  const before = getNote(world, id);
  const invoice = world.state.invoices.get(before.invoice);
  if (before.status === "void") throw invalidRequest("This credit note is already void.");
  if (invoice.status !== "open")
    throw invalidRequest("You can only void a credit note whose invoice is open.");
  world.state.invoices.put({
    ...invoice,
    amount_due: invoice.amount_due + before.amount,
    amount_remaining: invoice.amount_remaining + before.amount,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount - before.amount,
  });
  const payment = findDefaultPayment(world, invoice.id);
  if (payment?.payment.payment_intent) {
    const amount = invoice.amount_remaining + before.amount;
    world.state.paymentIntents.patch(payment.payment.payment_intent, { amount });
    world.state.invoicePayments.put({ ...payment, amount_requested: amount });
  }
  const after = world.state.creditNotes.put({
    ...before,
    status: "void",
    voided_at: world.nowOf(before.customer),
  });
  world.emit("credit_note.voided", after);
  return after;
}

export const creditNoteOperations = [
  operation<Stripe.CreditNoteCreateParams>(
    "POST",
    "/v1/credit_notes",
    CREATE_CREDIT_NOTE_PARAMS,
    ({ world, params }) => createCreditNote(world, params),
  ),
  listOperation<Stripe.CreditNoteListParams>(
    "/v1/credit_notes",
    ["customer", "invoice"],
    ({ world, params }) =>
      listPage(world.state.creditNotes, params, {
        url: "/v1/credit_notes",
        by: params.invoice
          ? { index: "invoice", key: params.invoice }
          : params.customer
            ? { index: "customer", key: params.customer }
            : undefined,
      }),
  ),
  operation<Stripe.CreditNoteCreateParams>(
    "GET",
    "/v1/credit_notes/preview",
    CREATE_CREDIT_NOTE_PARAMS,
    ({ world, params }) => world.rehearse(() => createCreditNote(world, params)),
  ),
  operation("GET", "/v1/credit_notes/{id}", [], ({ world, id }) => getNote(world, id)),
  operation<Stripe.CreditNoteUpdateParams>(
    "POST",
    "/v1/credit_notes/{id}",
    ["memo", "metadata"],
    ({ world, params, id }) => {
      const before = getNote(world, id);
      const after = world.state.creditNotes.put({
        ...before,
        memo: params.memo ?? before.memo,
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      });
      world.emit("credit_note.updated", after, before);
      return after;
    },
  ),
  listOperation<Stripe.CreditNoteListLineItemsParams>(
    "/v1/credit_notes/{id}/lines",
    [],
    ({ world, params, id }) =>
      listPageOf(getNote(world, id).lines.data, params, `/v1/credit_notes/${id}/lines`),
  ),
  operation("POST", "/v1/credit_notes/{id}/void", [], ({ world, id }) => voidNote(world, id)),
];
