import { database } from "@/lib/platform/db";

export interface OverviewRow {
  readonly accountCurrency: string;
  readonly customerCurrency: string | null;
  readonly syncedAt: Date | null;
  readonly plan: { readonly priceKey: string; readonly source: "free" | "subscription" | "purchase" } | null;
  readonly subscription: {
    readonly status: string;
    readonly priceKey: string;
    readonly quantity: number;
    readonly currency: string;
    readonly unitAmountCents: number | null;
    readonly periodStart: string | null;
    readonly periodEnd: string | null;
    readonly cancelAt: string | null;
    readonly trialEnd: string | null;
  } | null;
  readonly paymentMethod: {
    readonly id: string;
    readonly type: string;
    readonly brand: string | null;
    readonly last4: string | null;
    readonly expMonth: number | null;
    readonly expYear: number | null;
    readonly isDefault: boolean;
  } | null;
}

/**
 * What the overview shows of billing, in one round trip over the account's own index entries: its cost does
 * not grow with history. Null when there is no such account.
 */
export async function findOverview(accountId: string): Promise<OverviewRow | null> {
  const [row] = await database()<OverviewRow[]>`
    select a.currency as account_currency, c.currency as customer_currency, c.synced_at,
      (
        select jsonb_build_object('priceKey', p.price_key, 'source', p.source)
        from account_plans p where p.account_id = a.id
      ) as plan,
      (
        select jsonb_build_object('status', s.status, 'priceKey', s.price_key, 'quantity', s.quantity,
          'currency', s.currency, 'unitAmountCents', s.unit_amount_cents, 'periodStart', s.current_period_start,
          'periodEnd', s.current_period_end, 'cancelAt', s.cancel_at, 'trialEnd', s.trial_end)
        from subscriptions s where s.account_id = a.id and s.is_primary
      ) as subscription,
      (
        select jsonb_build_object('id', m.id, 'type', m.type, 'brand', m.brand, 'last4', m.last4,
          'expMonth', m.exp_month, 'expYear', m.exp_year, 'isDefault', m.is_default)
        from payment_methods m
        left join subscriptions s on s.account_id = m.account_id and s.is_primary
        where m.customer_id = c.id
        order by m.id = s.default_payment_method_id desc nulls last, m.is_default desc, m.id
        limit 1
      ) as payment_method
    from accounts a
    left join customers c on c.account_id = a.id and c.provider = 'stripe' and c.deleted_at is null
    where a.id = ${accountId} and a.deleted_at is null`;
  return row ?? null;
}
