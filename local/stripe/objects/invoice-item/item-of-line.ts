import type { InvoiceLine } from "../../state/records";

/** The invoice item that a line takes up; null for the periods of a subscription's items. */
export const itemOfLine = (line: InvoiceLine): string | null =>
  line.parent?.invoice_item_details?.invoice_item ??
  line.parent?.subscription_item_details?.invoice_item ??
  null;
