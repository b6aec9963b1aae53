import { CREDITS } from "@/lib/catalog";
import { database } from "@/lib/platform/db";

/** What a checkout must know of the account before it asks the provider for anything. One round trip. */
export interface BuyerFacts {
  readonly currency: string;
  readonly trialUsedAt: Date | null;
  readonly deletedAt: Date | null;
  /** When the account is going to be erased; null unless somebody asked for it. */
  readonly deletionDueAt: Date | null;
  readonly runningSubscription: {
    readonly id: string;
    readonly status: string;
    readonly customerId: string;
    /** When its period or the whole of it ends; ISO 8601 as Postgres writes it in JSON. */
    readonly until: string | null;
  } | null;
  /** Price keys of paid one-off purchases. */
  readonly ownedPriceKeys: readonly string[];
}

/** The account as a buyer, or null when it does not exist. */
export async function findBuyer(accountId: string): Promise<BuyerFacts | null> {
  const [row] = await database()<BuyerFacts[]>`
    select a.currency, a.trial_used_at, a.deleted_at,
      (
        select d.due_at from deletions d where d.account_id = a.id and d.state in ('scheduled', 'erasing')
      ) as deletion_due_at,
      (
        select jsonb_build_object('id', s.id, 'status', s.status, 'customerId', s.customer_id,
          'until', least(s.cancel_at, s.current_period_end))
        from subscriptions s
        where s.account_id = a.id and s.status not in ('canceled', 'incomplete_expired')
        order by s.is_primary desc limit 1
      ) as running_subscription,
      array(
        select distinct p.price_key from purchases p
        where p.account_id = a.id and p.status in ('paid', 'processing')
          and p.tier_key <> ${CREDITS}
      ) as owned_price_keys
    from accounts a where a.id = ${accountId}`;
  return row ?? null;
}
