import { CREDITS } from "@/lib/catalog";
import { database, type Queryable, type Transaction } from "@/lib/platform/db";
import type {
  AccountPlanRow,
  CustomerRow,
  InvoiceLineRow,
  InvoiceRow,
  PaymentMethodRow,
  PurchaseRow,
  SubscriptionRow,
} from "../compute/rows";
import type { ObjectIds } from "../providers/stripe/fetch-customer-state";
import {
  ACCOUNT_PLAN,
  CUSTOMER,
  INVOICE,
  INVOICE_LINE,
  PAYMENT_METHOD,
  PURCHASE,
  SUBSCRIPTION,
} from "./mirror-columns";
import { selectColumns, upsertRows } from "./upsert-rows";

/**
 * The account as billing needs it, locked for the rest of the transaction; null when there is none. The lock
 * leaves its key alone, so that usage which refers to the account is counted meanwhile.
 */
export async function lockAccount(
  tx: Transaction,
  accountId: string,
): Promise<{
  readonly createdAt: Date;
  readonly trialUsedAt: Date | null;
  readonly erasedAt: Date | null;
} | null> {
  const [row] = await tx<{ createdAt: Date; trialUsedAt: Date | null; erasedAt: Date | null }[]>`
    select created_at, trial_used_at, erased_at from accounts where id = ${accountId} for no key update`;
  return row ?? null;
}

export interface StoredMirror {
  readonly customer: CustomerRow | null;
  /** All of the account's, other customers' included. */
  readonly subscriptions: readonly SubscriptionRow[];
  /** Those that are a plan, and those asked for. */
  readonly purchases: readonly PurchaseRow[];
  readonly invoices: readonly InvoiceRow[];
  readonly lines: readonly InvoiceLineRow[];
  readonly paymentMethods: readonly PaymentMethodRow[];
  readonly plan: AccountPlanRow | null;
}

/** What the mirror holds now of a customer's account: the rows that a sync compares with. */
export async function loadMirror(
  tx: Transaction,
  accountId: string,
  customerId: string,
  ids: { readonly invoices: readonly string[]; readonly purchases: readonly string[] },
): Promise<StoredMirror> {
  const [customers, subscriptions, purchases, invoices, lines, paymentMethods, plans] = await Promise.all([
    tx<CustomerRow[]>`${selectColumns(tx, CUSTOMER)} from customers where id = ${customerId}`,
    tx<
      SubscriptionRow[]
    >`${selectColumns(tx, SUBSCRIPTION)} from subscriptions where account_id = ${accountId}`,
    tx<PurchaseRow[]>`${selectColumns(tx, PURCHASE)} from purchases
      where account_id = ${accountId} and (tier_key <> ${CREDITS} or id = any(${[...ids.purchases]}))`,
    tx<InvoiceRow[]>`${selectColumns(tx, INVOICE)} from invoices
      where account_id = ${accountId} and id = any(${[...ids.invoices]})`,
    tx<InvoiceLineRow[]>`${selectColumns(tx, INVOICE_LINE)} from invoice_lines
      where account_id = ${accountId} and invoice_id = any(${[...ids.invoices]})`,
    tx<PaymentMethodRow[]>`${selectColumns(tx, PAYMENT_METHOD)} from payment_methods
      where account_id = ${accountId} and customer_id = ${customerId}`,
    tx<
      AccountPlanRow[]
    >`${selectColumns(tx, ACCOUNT_PLAN)} from account_plans where account_id = ${accountId}`,
  ]);
  return {
    customer: customers[0] ?? null,
    subscriptions,
    purchases,
    invoices,
    lines,
    paymentMethods,
    plan: plans[0] ?? null,
  };
}

/** The rows that differ from what is stored, and what is stored no longer. */
export interface MirrorChanges {
  readonly customer: CustomerRow | null;
  readonly subscriptions: readonly SubscriptionRow[];
  readonly purchases: readonly PurchaseRow[];
  readonly invoices: readonly InvoiceRow[];
  readonly lines: readonly InvoiceLineRow[];
  readonly paymentMethods: readonly PaymentMethodRow[];
  readonly plan: AccountPlanRow | null;
  readonly gone: {
    readonly invoices: readonly string[];
    readonly lines: readonly string[];
    readonly paymentMethods: readonly string[];
  };
}

/** Writes what changed. Flags that only one row may carry are taken away before they are given. */
export async function writeMirror(
  tx: Transaction,
  accountId: string,
  customerId: string,
  changes: MirrorChanges,
  syncedAt: Date,
): Promise<void> {
  const { gone } = changes;
  if (changes.customer) await upsertRows(tx, "customers", CUSTOMER, [changes.customer], "id");
  if (changes.subscriptions.length > 0) {
    await tx`
      update subscriptions set is_primary = false
      where account_id = ${accountId} and is_primary and id = any(${changes.subscriptions.map((row) => row.id)})`;
    await upsertRows(tx, "subscriptions", SUBSCRIPTION, changes.subscriptions, "id", { syncedAt });
  }
  await upsertRows(tx, "purchases", PURCHASE, changes.purchases, "id", { syncedAt });
  if (gone.invoices.length > 0) {
    await tx`delete from invoices where account_id = ${accountId} and id = any(${[...gone.invoices]})`;
  }
  await upsertRows(tx, "invoices", INVOICE, changes.invoices, "id", { syncedAt });
  if (gone.lines.length > 0) {
    await tx`delete from invoice_lines where account_id = ${accountId} and id = any(${[...gone.lines]})`;
  }
  await upsertRows(tx, "invoice_lines", INVOICE_LINE, changes.lines, "id");
  if (gone.paymentMethods.length > 0) {
    await tx`
      delete from payment_methods
      where account_id = ${accountId} and customer_id = ${customerId} and id = any(${[...gone.paymentMethods]})`;
  }
  if (changes.paymentMethods.length > 0) {
    await tx`
      update payment_methods set is_default = false
      where customer_id = ${customerId} and is_default and id = any(${changes.paymentMethods.map((row) => row.id)})`;
    await upsertRows(tx, "payment_methods", PAYMENT_METHOD, changes.paymentMethods, "id", { syncedAt });
  }
  if (changes.plan) {
    await upsertRows(tx, "account_plans", ACCOUNT_PLAN, [changes.plan], "accountId", { updatedAt: syncedAt });
  }
}

/** The objects of a customer that can still change, however old they are. */
export async function listUnsettled(customerId: string, sql: Queryable = database()): Promise<ObjectIds> {
  const rows = await sql<{ kind: keyof ObjectIds; id: string }[]>`
    select 'subscriptions' as kind, id from subscriptions
      where customer_id = ${customerId} and status not in ('canceled', 'incomplete_expired')
    union all
    select 'invoices', id from invoices
      where customer_id = ${customerId} and status in ('draft', 'open', 'uncollectible')
    union all
    select 'sessions', id from purchases where customer_id = ${customerId} and status = 'processing'
    union all
    select 'sessions', provider_session_id from checkout_sessions
      where customer_id = ${customerId} and status = 'open'`;
  const of = (kind: keyof ObjectIds) => rows.flatMap((row) => (row.kind === kind ? [row.id] : []));
  return { subscriptions: of("subscriptions"), invoices: of("invoices"), sessions: of("sessions") };
}

/** Notes that the account has had its trial. The first time counts. */
export async function setTrialUsed(tx: Transaction, accountId: string, at: Date): Promise<void> {
  await tx`update accounts set trial_used_at = ${at} where id = ${accountId} and trial_used_at is null`;
}

/** Notes how fresh the mirror of a customer is. */
export async function setCustomerSynced(
  tx: Transaction,
  customerId: string,
  synced: { readonly at: Date; readonly coversFrom: Date },
): Promise<void> {
  await tx`
    update customers set synced_at = ${synced.at}, covers_from = ${synced.coversFrom} where id = ${customerId}`;
}

/** True while the lease is the holder's; locked, so that it stays so until the transaction ends. */
export async function isLeaseHeld(tx: Transaction, name: string, holder: string): Promise<boolean> {
  const rows = await tx`
    select from provider_leases where name = ${name} and holder = ${holder} for update`;
  return rows.count === 1;
}
