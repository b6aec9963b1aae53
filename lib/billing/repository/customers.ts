import { database, type Queryable } from "@/lib/platform/db";
import type { CustomerRow } from "../compute/rows";

export interface KnownCustomer {
  readonly id: string;
  readonly accountId: string;
  readonly currency: string | null;
  readonly deletedAt: Date | null;
  readonly syncedAt: Date | null;
  readonly coversFrom: Date | null;
}

/** The customer of that id, deleted or not; null when it is none of ours. */
export async function findCustomer(id: string, sql: Queryable = database()): Promise<KnownCustomer | null> {
  const [row] = await sql<KnownCustomer[]>`
    select id, account_id, currency, deleted_at, synced_at, covers_from from customers where id = ${id}`;
  return row ?? null;
}

/** The account's living customer, or null when it never bought anything. */
export async function findAccountCustomer(
  accountId: string,
  sql: Queryable = database(),
): Promise<KnownCustomer | null> {
  const [row] = await sql<KnownCustomer[]>`
    select id, account_id, currency, deleted_at, synced_at, covers_from from customers
    where account_id = ${accountId} and provider = 'stripe' and deleted_at is null`;
  return row ?? null;
}

/** How many customers the account has had; each deleted one makes the next a new generation. */
export async function countCustomers(accountId: string): Promise<number> {
  const [row] = await database()<{ count: number }[]>`
    select count(*)::int as count from customers where account_id = ${accountId} and provider = 'stripe'`;
  return row?.count ?? 0;
}

export type NewCustomer = Pick<CustomerRow, "id" | "accountId" | "email" | "name" | "providerCreatedAt">;

/**
 * Stores a customer unless it, or another living one of the account, is there already. Returns false then, and
 * also for an account that does not exist or is deleted.
 */
export async function insertCustomer(sql: Queryable, customer: NewCustomer): Promise<boolean> {
  const inserted = await sql`
    insert into customers (id, account_id, email, name, provider_created_at)
    select ${customer.id}, id, ${customer.email}, ${customer.name}, ${customer.providerCreatedAt}
    from accounts where id = ${customer.accountId} and deleted_at is null
    on conflict do nothing`;
  return inserted.count === 1;
}
