import { database } from "@/lib/platform/db";
import type { InvoiceLineRow, InvoiceRow } from "../compute/rows";

export type StoredLine = Omit<InvoiceLineRow, "accountId">;

/** Where a page of invoices begins: after this one, newest first. */
export interface InvoicePosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** One page of the account's invoices, newest first, from the index of account and time. */
export async function listInvoiceRows(
  accountId: string,
  limit: number,
  after: InvoicePosition | null,
): Promise<readonly InvoiceRow[]> {
  const sql = database();
  const before = after ? sql`and (provider_created_at, id) < (${after.createdAt}, ${after.id})` : sql``;
  return await sql<InvoiceRow[]>`
    select * from invoices where account_id = ${accountId} ${before}
    order by provider_created_at desc, id desc
    limit ${limit}`;
}

export async function findInvoiceRow(accountId: string, id: string): Promise<InvoiceRow | null> {
  const [row] = await database()<InvoiceRow[]>`
    select * from invoices where id = ${id} and account_id = ${accountId}`;
  return row ?? null;
}

/** The lines of these invoices, in the provider's order. */
export async function listLineRows(
  accountId: string,
  invoiceIds: readonly string[],
): Promise<readonly StoredLine[]> {
  if (invoiceIds.length === 0) return [];
  return await database()<StoredLine[]>`
    select id, invoice_id, position, description, amount_cents, quantity, price_key, is_proration, period_start,
      period_end
    from invoice_lines
    where invoice_id = any(${[...invoiceIds]}) and account_id = ${accountId}
    order by invoice_id, position`;
}

/** Numbers of invoices by id; without an account of any. One that has no number yet is left out. */
export async function listInvoiceNumbers(
  accountId: string | null,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await database()<{ id: string; number: string }[]>`
    select id, number from invoices
    where id = any(${[...ids]}) and number is not null
      and (${accountId}::uuid is null or account_id = ${accountId})`;
  return new Map(rows.map(({ id, number }) => [id, number]));
}
