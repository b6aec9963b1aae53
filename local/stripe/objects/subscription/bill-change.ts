import type { Invoice, InvoiceItem } from "../../state/records";
import type { World } from "../../world";
import { draftInvoice } from "../invoice/draft-invoice";
import type { LineDraft } from "../invoice/line-draft";
import { holdLine, pendingLines } from "../invoice-item/invoice-items";
import { addBilledItem, cutSpans, forgetSpans, recordBilled, recordBilledItem } from "./billed-spans";
import { discountsOf } from "./net-price";
import type { PlannedChange } from "./plan-change";
import { periodOf } from "./subscription-items";
import { rememberPrice } from "./usage-lines";

/** What a proration does to the time that counts as billed. */
export function noteBilled(world: World, item: string, line: LineDraft, held: InvoiceItem): void {
  if (line.bills === "remainder") recordBilledItem(world, item, held);
  else if (line.bills === "extension") addBilledItem(world, item, held);
  else if (line.bills === "cut") cutSpans(world, item, line.period.start);
  else forgetSpans(world, item);
}

/**
 * Writes down what a planned change bills: prorations as pending items, and an invoice when the change is invoiced
 * now. The invoice is a draft; the caller decides whether to collect it (an update) or to show it (a preview).
 *
 * @returns the draft, or null when the prorations wait for the next invoice
 */
export function billChange(
  world: World,
  planned: PlannedChange,
  invoiceNow: boolean,
  prorationDate?: number,
): Invoice | null {
  const { subscription } = planned;
  for (const line of planned.prorations) {
    const held = holdLine(world, subscription.customer, subscription.currency, line);
    const item = line.parent?.subscription_item_details?.subscription_item;
    if (item) noteBilled(world, item, line, held);
  }
  for (const item of planned.removed) forgetSpans(world, item.id);
  for (const former of planned.formerPrices) rememberPrice(world, former, periodOf(subscription).start);
  if (!invoiceNow && !planned.startsPeriod) return null;
  const now = world.nowOf(subscription.customer);
  const lines = [
    ...pendingLines(world, subscription.customer, subscription.currency, subscription.id),
    ...planned.newPeriod,
  ];
  if (lines.length === 0) return null;
  const invoice = draftInvoice(world, {
    customer: subscription.customer,
    currency: subscription.currency,
    billingReason: "subscription_update",
    subscription,
    lines,
    period: { start: now, end: now },
    autoAdvance: true,
    daysUntilDue: subscription.days_until_due,
    discounts: discountsOf(world, subscription, now),
    ...(prorationDate === undefined ? {} : { prorationDate }),
  });
  recordBilled(world, invoice);
  return invoice;
}
