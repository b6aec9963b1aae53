import { database } from "@/lib/platform/db";

/** What came of a checkout, from the mirrored rows. */
export interface CheckoutResult {
  readonly planKey: string;
  readonly paidCents: number | null;
  readonly trialEnd: Date | null;
  readonly periodEnd: Date | null;
  readonly invoiceUrl: string | null;
}

/**
 * The plan in force and what the checkout led to: for a subscription the account's primary one and its first
 * invoice, for a payment its purchase and that one's invoice.
 */
export async function findCheckoutResult(
  accountId: string,
  checkoutId: string,
): Promise<CheckoutResult | null> {
  const [row] = await database()<CheckoutResult[]>`
    select coalesce(plan.tier_key, 'free') as plan_key,
      case when c.status = 'complete' then coalesce(i.amount_paid_cents, p.amount_cents) end as paid_cents,
      s.trial_end, s.current_period_end as period_end, i.hosted_invoice_url as invoice_url
    from checkout_sessions c
    left join account_plans plan on plan.account_id = c.account_id
    left join purchases p on p.id = c.provider_session_id and p.account_id = c.account_id
    left join subscriptions s on s.account_id = c.account_id and s.is_primary and c.mode = 'subscription'
      and c.status = 'complete'
    left join lateral (
      select amount_paid_cents, hosted_invoice_url from invoices
      where account_id = c.account_id and (id = p.invoice_id or subscription_id = s.id)
      order by provider_created_at, id limit 1
    ) i on true
    where c.id = ${checkoutId} and c.account_id = ${accountId}`;
  return row ?? null;
}
