import type Stripe from "stripe";
import { database, type Queryable, type Transaction } from "@/lib/platform/db";
import type { CheckoutStateRow } from "../compute/rows";

export interface StoredCheckout {
  /** Our own id, and the idempotency key of the request. */
  readonly id: string;
  readonly providerSessionId: string | null;
  readonly accountId: string;
  readonly customerId: string;
  readonly mode: "subscription" | "payment" | "setup";
  readonly priceKey: string;
  readonly quantity: number;
  readonly currency: string;
  readonly promotionCode: string | null;
  readonly status: "reserved" | "open" | "complete" | "expired" | "refused";
  readonly paymentStatus: string | null;
  readonly request: Stripe.Checkout.SessionCreateParams;
  readonly url: string | null;
  readonly successPath: string;
  readonly cancelPath: string;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  /** When the provider last said that it is open, on the database's clock. */
  readonly verifiedAt: Date | null;
}

const columns = (sql: Queryable) => sql`
  id, provider_session_id, account_id, customer_id, mode, price_key, quantity, currency, promotion_code, status,
  payment_status, request, url, success_path, cancel_path, expires_at, created_at, verified_at`;

/** The account's checkouts that may still be paid, oldest first. */
export async function listRunningCheckouts(accountId: string): Promise<readonly StoredCheckout[]> {
  const sql = database();
  return await sql<StoredCheckout[]>`
    select ${columns(sql)} from checkout_sessions
    where account_id = ${accountId} and status in ('reserved', 'open')
    order by created_at`;
}

/** A checkout of the account by the provider's session id; null when it is another account's or none. */
export async function findCheckout(accountId: string, sessionId: string): Promise<StoredCheckout | null> {
  const sql = database();
  const [row] = await sql<StoredCheckout[]>`
    select ${columns(sql)} from checkout_sessions
    where provider_session_id = ${sessionId} and account_id = ${accountId}`;
  return row ?? null;
}

export type NewCheckout = Omit<
  StoredCheckout,
  "providerSessionId" | "status" | "paymentStatus" | "url" | "verifiedAt"
> & {
  readonly personId: string | null;
};

/**
 * Reserves a checkout before the provider is asked. Null when the account has another subscription checkout
 * running: the unique index decides between two that arrive together. The request comes back as it is stored,
 * since jsonb orders its keys anew: what is sent first and what is sent again are the same to the letter.
 */
export async function insertCheckout(tx: Queryable, checkout: NewCheckout): Promise<StoredCheckout | null> {
  const [inserted] = await tx<StoredCheckout[]>`
    insert into checkout_sessions (id, account_id, person_id, customer_id, mode, price_key, quantity, currency,
      promotion_code, request, success_path, cancel_path, expires_at, created_at)
    values (${checkout.id}, ${checkout.accountId}, ${checkout.personId}, ${checkout.customerId}, ${checkout.mode},
      ${checkout.priceKey}, ${checkout.quantity}, ${checkout.currency}, ${checkout.promotionCode},
      ${tx.json(checkout.request as never)}, ${checkout.successPath}, ${checkout.cancelPath}, ${checkout.expiresAt},
      ${checkout.createdAt})
    on conflict (account_id) where status in ('reserved', 'open') and mode = 'subscription' do nothing
    returning ${columns(tx)}`;
  return inserted ?? null;
}

/** The provider made the session: the buyer can be sent there. Returns when, on the database's clock. */
export async function openCheckout(
  tx: Queryable,
  id: string,
  session: { readonly id: string; readonly url: string; readonly expiresAt: Date },
): Promise<Date | null> {
  const [opened] = await tx<{ verifiedAt: Date }[]>`
    update checkout_sessions set
      status = 'open', provider_session_id = ${session.id}, url = ${session.url}, expires_at = ${session.expiresAt},
      verified_at = clock_timestamp()
    where id = ${id} and status = 'reserved'
    returning verified_at`;
  return opened?.verifiedAt ?? null;
}

/** The provider says that an open checkout is open still. */
export async function noteCheckoutOpen(id: string): Promise<void> {
  await database()`update checkout_sessions set verified_at = clock_timestamp() where id = ${id} and status = 'open'`;
}

/** Closes a checkout unless it is something else by now. Returns whether it did. */
export async function setCheckoutClosed(
  tx: Queryable,
  id: string,
  from: StoredCheckout["status"],
  to: "refused" | "expired",
): Promise<boolean> {
  const closed = await tx`
    update checkout_sessions set status = ${to}, url = null where id = ${id} and status = ${from}`;
  return closed.count === 1;
}

export interface ChangedCheckout {
  readonly id: string;
  readonly previousStatus: string;
  readonly status: string;
  readonly previousPaymentStatus: string | null;
  readonly paymentStatus: string | null;
}

/**
 * Writes what the provider says of the checkouts we started. Returns those that changed. A session that is gone
 * at the provider has expired.
 */
export async function updateCheckoutStates(
  tx: Transaction,
  accountId: string,
  states: readonly CheckoutStateRow[],
  missing: readonly string[],
  now: Date,
): Promise<readonly ChangedCheckout[]> {
  const all: readonly CheckoutStateRow[] = [
    ...states,
    ...missing.map((id) => ({
      providerSessionId: id,
      status: "expired" as const,
      paymentStatus: null,
      url: null,
    })),
  ];
  if (all.length === 0) return [];
  return await tx<ChangedCheckout[]>`
    with theirs as (
      select * from jsonb_to_recordset(${tx.json(all.map(toRecord) as never)})
        as rows (id text, status text, payment_status text, url text)
    ), known as (
      select ours.id, ours.provider_session_id, ours.status, ours.payment_status
      from checkout_sessions ours join theirs on theirs.id = ours.provider_session_id
      where ours.account_id = ${accountId}
        and (ours.status, ours.payment_status, ours.url)
          is distinct from (theirs.status, theirs.payment_status, theirs.url)
    )
    update checkout_sessions as ours set
      status = theirs.status, payment_status = theirs.payment_status, url = theirs.url,
      completed_at = case when theirs.status = 'complete' then coalesce(ours.completed_at, ${now}) end
    from known join theirs on theirs.id = known.provider_session_id
    where ours.id = known.id
    returning ours.id, known.status as previous_status, ours.status,
      known.payment_status as previous_payment_status, ours.payment_status`;
}

const toRecord = (row: CheckoutStateRow) => ({
  id: row.providerSessionId,
  status: row.status,
  payment_status: row.paymentStatus,
  url: row.url,
});
