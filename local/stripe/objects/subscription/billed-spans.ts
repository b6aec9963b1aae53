import { share } from "../../money/round";
import type { BilledSpan, Invoice, InvoiceItem, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";

/** Remembers which time of an item an invoice's line has billed; the newest billing replaces what was known. */
export function recordBilled(world: World, invoice: Invoice): void {
  for (const line of invoice.lines.data) {
    const details = line.parent?.subscription_item_details;
    const item = details?.subscription_item;
    if (!item || details.proration || !world.state.itemOwners.find(item)) continue;
    setSpan(world, item, {
      start: line.period.start,
      end: line.period.end,
      amount: line.amount,
      price: line.pricing?.price_details?.price ?? "",
      quantity: line.quantity ?? 1,
      line: line.id,
      invoice: invoice.id,
      invoiceItem: null,
    });
  }
}

/** The same for the remainder of a period that a proration bills. */
export function recordBilledItem(world: World, item: string, billed: InvoiceItem): void {
  setSpan(world, item, {
    start: billed.period.start,
    end: billed.period.end,
    amount: billed.amount,
    price: billed.pricing?.price_details?.price ?? "",
    quantity: billed.quantity,
    line: null,
    invoice: null,
    invoiceItem: billed.id,
  });
}

function setSpan(world: World, item: string, span: BilledSpan): void {
  world.state.itemSpans.put({ id: item, spans: [span] });
}

export function forgetSpans(world: World, item: string): void {
  world.state.itemSpans.delete(item);
}

/**
 * What was billed for an item's time after a moment, less the discounts it was billed with. Flexible billing mode
 * credits what was actually invoiced (https://docs.stripe.com/billing/subscriptions/billing-mode#prorations), so a
 * change that was never billed is never credited.
 */
export function unusedTime(
  world: World,
  item: SubscriptionItem,
  from: number,
): {
  amount: number;
  end: number;
  price: string;
  quantity: number;
  invoice: string | null;
  line: string | null;
} | null {
  const spans = world.state.itemSpans.find(item.id)?.spans ?? [];
  const span = spans.find((candidate) => candidate.start <= from && candidate.end > from);
  if (!span) return null;
  const net = span.amount - discountOf(world, span);
  return {
    amount: share(net, span.end - from, span.end - span.start),
    end: span.end,
    price: span.price,
    quantity: span.quantity,
    invoice: span.invoice,
    line: span.line,
  };
}

function discountOf(world: World, span: BilledSpan): number {
  const invoiceId =
    span.invoice ?? (span.invoiceItem ? world.state.invoiceItems.find(span.invoiceItem)?.invoice : null);
  const invoice = invoiceId ? world.state.invoices.find(invoiceId) : undefined;
  const line = invoice?.lines.data.find((candidate) =>
    span.line
      ? candidate.id === span.line
      : candidate.parent?.subscription_item_details?.invoice_item === span.invoiceItem,
  );
  return (line?.discount_amounts ?? []).reduce((sum, part) => sum + part.amount, 0);
}
