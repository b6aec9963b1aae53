import type { Invoice, Subscription } from "../../state/records";
import type { World } from "../../world";
import { voidInvoice } from "../invoice/close-invoice";
import { forgetSpans } from "./billed-spans";

/** A resumption waits so long for its payment (https://docs.stripe.com/api/subscriptions/resume). */
const WAITS_SECONDS = 23 * 3600;

/** `resume_on_payment_success`: the subscription stays paused until its resumption is paid. */
export function deferResume(world: World, wanted: Subscription, invoice: Invoice): void {
  const now = world.nowOf(wanted.customer);
  world.state.pendingResumes.put({
    id: wanted.id,
    invoice: invoice.id,
    wanted,
    expiresAt: now + WAITS_SECONDS,
  });
  // put after it, so that the due queue sees when the wait is over
  world.state.subscriptions.patch(wanted.id, { latest_invoice: invoice.id });
}

/** The resumption's invoice is paid, or given up on: the subscription lives. True when it was one. */
export function applyResume(world: World, before: Subscription, invoice: Invoice): boolean {
  const pending = world.state.pendingResumes.find(before.id);
  if (pending?.invoice !== invoice.id) return false;
  world.state.pendingResumes.delete(before.id);
  if (invoice.status === "void") {
    for (const item of before.items.data) forgetSpans(world, item.id);
    // put back, so that nothing is due of it any more
    world.state.subscriptions.put({ ...before });
    return true;
  }
  const resumed = world.state.subscriptions.put({ ...pending.wanted, latest_invoice: invoice.id });
  world.emit("customer.subscription.resumed", resumed);
  world.emit("customer.subscription.updated", resumed, before);
  return true;
}

/** Nobody paid in time: the invoice is voided and the subscription stays paused. */
export function expireResume(world: World, id: string): void {
  const pending = world.state.pendingResumes.get(id);
  const invoice = world.state.invoices.get(pending.invoice);
  if (invoice.status === "open") voidInvoice(world, invoice.id);
  else {
    world.state.pendingResumes.delete(id);
    world.state.subscriptions.put({ ...world.state.subscriptions.get(id) });
  }
}
