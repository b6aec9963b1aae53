import { database } from "@/lib/platform/db";

/** The account's purchase that a payment intent paid for. */
export async function findPurchaseByPayment(
  accountId: string,
  paymentIntentId: string,
): Promise<{ readonly id: string } | null> {
  const [row] = await database()<{ id: string }[]>`
    select id from purchases where account_id = ${accountId} and payment_intent_id = ${paymentIntentId} limit 1`;
  return row ?? null;
}
