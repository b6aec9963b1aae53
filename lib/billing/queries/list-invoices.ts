import type { AccountContext } from "@/lib/platform/context";
import { forbidden, invalidRequest } from "@/lib/platform/errors";
import { describeInvoice } from "../compute/describe-invoice";
import { type InvoicePosition, listInvoiceRows, listLineRows } from "../repository/invoices";
import { type InvoiceListQuery, type InvoicePage, invoiceListQuery } from "../schemas";

/**
 * One page of the account's invoices, newest first, with their lines.
 *
 * @throws DomainError FORBIDDEN; INVALID_REQUEST for a cursor that is none of ours
 */
export async function listInvoices(ctx: AccountContext, query: InvoiceListQuery = {}): Promise<InvoicePage> {
  if (!ctx.permissions.has("billing.read")) throw forbidden("Invoices need billing.read.");
  const { limit, cursor } = invoiceListQuery.parse(query);
  // One row more than asked for tells whether there is a next page.
  const rows = await listInvoiceRows(ctx.account.id, limit + 1, cursor ? readCursor(cursor) : null);
  const page = rows.slice(0, limit);
  const lines = await listLineRows(
    ctx.account.id,
    page.map((row) => row.id),
  );
  const last = page.at(-1);
  return {
    invoices: page.map((row) => describeInvoice(row, lines)),
    nextCursor:
      rows.length > limit && last ? writeCursor({ createdAt: last.providerCreatedAt, id: last.id }) : null,
  };
}

const writeCursor = ({ createdAt, id }: InvoicePosition): string =>
  Buffer.from(`${createdAt.getTime()}:${id}`).toString("base64url");

function readCursor(cursor: string): InvoicePosition {
  const [, time, id] =
    /^(\d{1,15}):(.{1,120})$/.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (!time || !id) {
    throw invalidRequest("The cursor is none that this list gave out.", [
      { path: "cursor", message: "must be the nextCursor of the page before" },
    ]);
  }
  return { createdAt: new Date(Number(time)), id };
}
