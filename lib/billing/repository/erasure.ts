import { database, type Transaction } from "@/lib/platform/db";
import { ERASED_PAYLOAD } from "@/lib/platform/inbox";

/**
 * Pseudonymises an account's billing rows in the caller's transaction, once its customer has been deleted at
 * the provider. Takes out what tells of people: names, addresses, cards, links to documents and
 * the payloads of events. Amounts, numbers and dates stay, as the law on bookkeeping asks.
 */
export async function eraseBilling(tx: Transaction, accountId: string): Promise<void> {
  await tx`update customers set email = null, name = null, address = null where account_id = ${accountId}`;
  await tx`delete from payment_methods where account_id = ${accountId}`;
  await tx`
    update subscriptions set default_payment_method_id = null where account_id = ${accountId}`;
  await tx`
    update invoices set hosted_invoice_url = null, invoice_pdf_url = null where account_id = ${accountId}`;
  await tx`
    update checkout_sessions set request = '{}', url = null, person_id = null, promotion_code = null
    where account_id = ${accountId}`;
  await tx`
    update provider_events set payload = ${tx.json(ERASED_PAYLOAD)}, last_error = null
    where status <> 'pending'
      and (account_id = ${accountId} or customer_id in (select id from customers where account_id = ${accountId}))`;
}

/**
 * Empties the payloads of events that arrived after their account was erased, such as the one that says that
 * its customer was deleted. Returns how many.
 */
export async function eraseLateEvents(): Promise<number> {
  const sql = database();
  const erased = await sql`
    update provider_events set payload = ${sql.json(ERASED_PAYLOAD)}, last_error = null
    where status <> 'pending' and payload <> ${sql.json(ERASED_PAYLOAD)}
      and customer_id in (
        select c.id from customers c join accounts a on a.id = c.account_id where a.erased_at is not null
      )`;
  return erased.count;
}
