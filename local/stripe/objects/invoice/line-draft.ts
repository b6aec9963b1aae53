import type { InvoiceLine, Price } from "../../state/records";

/** One line of an invoice before discounts and tax. */
export interface LineDraft {
  amount: number;
  description: string;
  period: { start: number; end: number };
  price: Price | null;
  unitAmountDecimal: string | null;
  quantity: number;
  discountable: boolean;
  /** Discounts of this line alone. */
  discounts: string[];
  parent: InvoiceLine["parent"];
  subscription: string | null;
  metadata: Record<string, string>;
  /** The invoice item that this line takes up. */
  invoiceItem?: string;
  /**
   * What a proration is about: time that will not be used, or the rest of a period; or, where a period gets another
   * end, the time beyond it and the time that comes on top.
   */
  bills?: "credit" | "remainder" | "cut" | "extension";
  /** Manual tax rates, by id; empty leaves it to the invoice's. */
  taxRates: string[];
}
