import type Stripe from "stripe";
import { callStripe } from "@/lib/platform/stripe";
import { isEnded } from "../../compute/choose-primary";
import { idOf } from "../../compute/read-stripe";

/** Metadata of a subscription that we stopped: the deletion it was stopped for. */
const STOPPED_FOR = "meterhouse_deletion";
/** Metadata: when it would have ended anyway, in Unix seconds; absent when it had no end. */
const WOULD_END_AT = "meterhouse_would_end_at";
const MOST_SUBSCRIPTIONS = 1_000;

/** The customer's subscriptions that have not ended, as the provider knows them now. */
export async function listRunningSubscriptions(customerId: string): Promise<readonly Stripe.Subscription[]> {
  const all = await callStripe((client) =>
    client.subscriptions
      .list({ customer: customerId, status: "all", limit: 100 })
      .autoPagingToArray({ limit: MOST_SUBSCRIPTIONS }),
  );
  return all.filter(({ status }) => !isEnded(status));
}

/**
 * Keeps a subscription from charging again: it ends with the period that is paid for. The mark and the end are
 * set in one call, so that undoing finds exactly what was stopped here. One that was never paid ends at once;
 * one that ends with its period anyway is left as its owner wanted it.
 *
 * Source: docs.stripe.com/api/subscriptions/update (`cancel_at_period_end`, `metadata`) and
 * docs.stripe.com/api/subscription_schedules/release: a schedule would put the next phase in place of the end.
 */
export async function stopRenewal(subscription: Stripe.Subscription, deletionId: string): Promise<void> {
  const { id, status, schedule, metadata } = subscription;
  if (status === "incomplete") {
    await callStripe((client) =>
      client.subscriptions.cancel(id, {}, { idempotencyKey: `stop:${deletionId}:${id}` }),
    );
    return;
  }
  const scheduleId = idOf(schedule);
  if (scheduleId) {
    await callStripe((client) =>
      client.subscriptionSchedules.release(
        scheduleId,
        {},
        { idempotencyKey: `stop-release:${deletionId}:${scheduleId}` },
      ),
    );
  }
  const isOurs = metadata[STOPPED_FOR] !== undefined;
  if (!isOurs && endsWithPeriod(subscription)) return;
  const wouldEndAt = isOurs ? metadata[WOULD_END_AT] : subscription.cancel_at?.toString();
  await callStripe((client) =>
    client.subscriptions.update(
      id,
      {
        cancel_at_period_end: true,
        metadata: { [STOPPED_FOR]: deletionId, ...(wouldEndAt && { [WOULD_END_AT]: wouldEndAt }) },
      },
      { idempotencyKey: `stop:${deletionId}:${id}` },
    ),
  );
}

/**
 * Lets a subscription renew again if it was stopped by {@link stopRenewal}; others are left alone.
 *
 * @returns whether it was
 */
export async function resumeRenewal(subscription: Stripe.Subscription): Promise<boolean> {
  const { id, metadata } = subscription;
  const deletionId = metadata[STOPPED_FOR];
  if (deletionId === undefined) return false;
  const wouldEndAt = Number(metadata[WOULD_END_AT]);
  await callStripe((client) =>
    client.subscriptions.update(
      id,
      {
        ...(wouldEndAt > 0 ? { cancel_at: wouldEndAt } : { cancel_at_period_end: false }),
        metadata: { [STOPPED_FOR]: "", [WOULD_END_AT]: "" },
      },
      { idempotencyKey: `resume:${deletionId}:${id}` },
    ),
  );
  return true;
}

/** Flexible billing sets `cancel_at` where classic billing sets the flag: both mean the same end. */
function endsWithPeriod({ cancel_at_period_end, cancel_at, items }: Stripe.Subscription): boolean {
  const periodEnd = Math.max(...items.data.map((item) => item.current_period_end));
  return cancel_at_period_end || (cancel_at !== null && cancel_at <= periodEnd);
}
