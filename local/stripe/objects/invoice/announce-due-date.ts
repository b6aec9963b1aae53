import type { Invoice } from "../../state/records";
import type { World } from "../../world";

const DAY = 86_400;

/** Seconds at which the next word about an open invoice's due date is due; null when all has been said. */
export function nextDueWord(world: World, invoice: Invoice): number | null {
  if (invoice.collection_method !== "send_invoice" || invoice.due_date === null) return null;
  const { reminderDays, overdueDays } = world.settings;
  if (!isSaid(world, invoice.id, "will_be_due")) return invoice.due_date - reminderDays * DAY;
  if (!isSaid(world, invoice.id, "overdue")) return invoice.due_date + overdueDays * DAY;
  return null;
}

/**
 * `invoice.will_be_due` some days before an invoice that was sent is due, `invoice.overdue` some days after: Stripe's
 * automations say how many (https://docs.stripe.com/invoicing/automations). Its subscription is then past due
 * (https://docs.stripe.com/api/subscriptions/object#subscription_object-status).
 */
export function announceDueDate(world: World, invoice: Invoice): void {
  const word = isSaid(world, invoice.id, "will_be_due") ? "overdue" : "will_be_due";
  world.state.meta.put({ id: `said:${word}:${invoice.id}`, value: true });
  // a reminder for what is due sooner than that comes with nothing to remind of
  const now = world.nowOf(invoice.customer);
  if (word === "overdue" || now <= (invoice.due_date ?? 0)) world.emit(`invoice.${word}`, invoice);
  // put back, so that its next due is read again
  world.state.invoices.put({ ...invoice });
  if (word === "overdue") markPastDue(world, invoice);
}

function markPastDue(world: World, invoice: Invoice): void {
  const id = invoice.parent?.subscription_details?.subscription;
  const before = id ? world.state.subscriptions.find(id) : undefined;
  if (before?.status !== "active") return;
  const after = world.state.subscriptions.patch(before.id, { status: "past_due" });
  world.emit("customer.subscription.updated", after, before);
}

const isSaid = (world: World, invoice: string, word: "will_be_due" | "overdue"): boolean =>
  world.state.meta.find(`said:${word}:${invoice}`) !== undefined;
