import { database } from "@/lib/platform/db";
import type { SubscriptionRow } from "../compute/rows";

/** The subscription that speaks for the account, ended ones included; null when it never had one. */
export async function findPrimarySubscription(accountId: string): Promise<SubscriptionRow | null> {
  const [row] = await database()<SubscriptionRow[]>`
    select * from subscriptions where account_id = ${accountId} and is_primary`;
  return row ?? null;
}
