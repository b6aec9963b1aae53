import type { World } from "../../world";
import { announceDueDate } from "./announce-due-date";
import { finalizeInvoice } from "./finalize-invoice";
import { collectInvoice } from "./pay-invoice";

/** Finalises a draft whose hour is over and collects it; retries an open invoice, or says when it is due. */
export function advanceInvoice(world: World, id: string): void {
  const invoice = world.state.invoices.get(id);
  if (invoice.status === "draft") {
    const open = finalizeInvoice(world, id);
    if (open.status !== "open") return;
    if (open.collection_method === "send_invoice") world.emit("invoice.sent", open);
    else collectInvoice(world, id);
    return;
  }
  const now = world.nowOf(invoice.customer);
  if (invoice.next_payment_attempt === null || invoice.next_payment_attempt > now) {
    announceDueDate(world, invoice);
    return;
  }
  // taken off first: the attempt itself plans the next one
  world.state.invoices.patch(id, { next_payment_attempt: null });
  collectInvoice(world, id);
}
