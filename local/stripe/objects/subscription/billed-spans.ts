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

const spanOfItem = (billed: InvoiceItem): BilledSpan => ({
  start: billed.period.start,
  end: billed.period.end,
  amount: billed.amount,
  price: billed.pricing?.price_details?.price ?? "",
  quantity: billed.quantity,
  line: null,
  invoice: null,
  invoiceItem: billed.id,
});

/** The same for the remainder of a period that a proration bills. */
export function recordBilledItem(world: World, item: string, billed: InvoiceItem): void {
  setSpan(world, item, spanOfItem(billed));
}

/** The same for time that comes on top of what was billed. */
export function addBilledItem(world: World, item: string, billed: InvoiceItem): void {
  const spans = world.state.itemSpans.find(item)?.spans ?? [];
  world.state.itemSpans.put({ id: item, spans: [...spans, spanOfItem(billed)] });
}

function setSpan(world: World, item: string, span: BilledSpan): void {
  world.state.itemSpans.put({ id: item, spans: [span] });
}

export function forgetSpans(world: World, item: string): void {
  world.state.itemSpans.delete(item);
}

/** What was billed for the time after a moment has been credited: only the time before it counts as billed. */
export function cutSpans(world: World, item: string, at: number): void {
  const spans = (world.state.itemSpans.find(item)?.spans ?? [])
    .filter((span) => span.start < at)
    .map((span) =>
      span.end <= at
        ? span
        : { ...span, end: at, amount: share(span.amount, at - span.start, span.end - span.start) },
    );
  world.state.itemSpans.put({ id: item, spans });
}

/** Until when an item's time has been billed; null when none of it was. */
export function billedUntil(world: World, item: string): number | null {
  const ends = (world.state.itemSpans.find(item)?.spans ?? []).map((span) => span.end);
  return ends.length > 0 ? Math.max(...ends) : null;
}

/** Time that was billed and is not used. */
export interface UnusedTime {
  amount: number;
  start: number;
  end: number;
  price: string;
  quantity: number;
  invoice: string | null;
  line: string | null;
}

/**
 * What was billed for an item's time after a moment, less the discounts it was billed with, one part for each time it
 * was billed. Flexible billing mode credits what was actually invoiced
 * (https://docs.stripe.com/billing/subscriptions/billing-mode/compare), so a change that was never billed is never
 * credited.
 */
export function unusedTime(world: World, item: SubscriptionItem, from: number): UnusedTime[] {
  const spans = world.state.itemSpans.find(item.id)?.spans ?? [];
  return spans
    .filter((span) => span.end > from)
    .map((span) => {
      const start = Math.max(from, span.start);
      const { end, price, quantity, invoice, line } = span;
      const net = span.amount - discountOf(world, span);
      return {
        amount: share(net, end - start, end - span.start),
        start,
        end,
        price,
        quantity,
        invoice,
        line,
      };
    });
}

/** The part of its line's discounts that a span has: a span that was cut has less of them. */
function discountOf(world: World, span: BilledSpan): number {
  const invoiceId =
    span.invoice ?? (span.invoiceItem ? world.state.invoiceItems.find(span.invoiceItem)?.invoice : null);
  const invoice = invoiceId ? world.state.invoices.find(invoiceId) : undefined;
  const line = invoice?.lines.data.find((candidate) =>
    span.line
      ? candidate.id === span.line
      : candidate.parent?.subscription_item_details?.invoice_item === span.invoiceItem,
  );
  const taken = (line?.discount_amounts ?? []).reduce((sum, part) => sum + part.amount, 0);
  return share(taken, span.amount, line?.amount ?? 0);
}
