import type { AccountContext } from "@/lib/platform/context";
import { forbidden, notFound } from "@/lib/platform/errors";
import { describeInvoice } from "../compute/describe-invoice";
import { findInvoiceRow, listLineRows } from "../repository/invoices";
import type { Invoice } from "../schemas";

/**
 * One invoice of the account with its lines.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND
 */
export async function getInvoice(ctx: AccountContext, id: string): Promise<Invoice> {
  if (!ctx.permissions.has("billing.read")) throw forbidden("Invoices need billing.read.");
  const [row, lines] = await Promise.all([
    findInvoiceRow(ctx.account.id, id),
    listLineRows(ctx.account.id, [id]),
  ]);
  if (!row) throw notFound("The invoice");
  return describeInvoice(row, lines);
}
