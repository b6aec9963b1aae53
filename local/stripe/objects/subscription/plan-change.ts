import { invalidRequest } from "../../http/stripe-error";
import { addRecurrences } from "../../money/interval";
import { priceAmount } from "../../money/price-amount";
import type { Subscription, SubscriptionItem } from "../../state/records";
import type { World } from "../../world";
import type { LineDraft } from "../invoice/line-draft";
import { partialPeriodLine, trialLine } from "./billing-lines";
import { endingBy } from "./cancel-at";
import { creditsOf, prorateChange } from "./prorate-change";
import { type ItemParam, readItemChanges } from "./read-item-changes";
import {
  checkItems,
  commonRecurrence,
  inPeriod,
  isMetered,
  isSameRecurrence,
  periodOf,
  priceOf,
  recurrenceOf,
} from "./subscription-items";
import { type FormerPrice, formerPrices, usageLines } from "./usage-lines";

export interface PlanChange {
  items?: ItemParam[];
  prorationBehavior: "create_prorations" | "always_invoice" | "none";
  /** Unix seconds; now when absent. */
  prorationDate?: number;
  /** Start a new period now. */
  resetAnchor?: boolean;
  /** End a trial now, or move its end. */
  trialEnd?: number | "now";
}

export interface PlannedChange {
  subscription: Subscription;
  /** Credits and remainders, in the order Stripe lists them: credits first, item by item. */
  prorations: LineDraft[];
  /** Lines of a new period that starts now. */
  newPeriod: LineDraft[];
  /** The change is billed now whatever the proration behaviour: a new period begins. */
  startsPeriod: boolean;
  removed: SubscriptionItem[];
  /** Prices that metered items lose: what was used until then is billed at them. */
  formerPrices: FormerPrice[];
}

/**
 * What a change of items, trial or anchor makes of a subscription, and what it costs
 * (https://docs.stripe.com/billing/subscriptions/prorations). A new interval, an anchor of now, a trial that ends and
 * a step from free to paid start a new period at once; every other change keeps the period and is prorated by the
 * second.
 */
export function computePlanChange(world: World, before: Subscription, change: PlanChange): PlannedChange {
  const now = world.nowOf(before.customer);
  const at = change.prorationDate ?? now;
  const begun = Math.max(...before.items.data.map((item) => item.current_period_start));
  if (at < begun || at > periodOf(before).end)
    throw invalidRequest(
      "The proration date must be within the current billing period.",
      "subscription_proration_date",
    );
  const { items, removed } = readItemChanges(world, before, change.items ?? [], at);
  checkItems(items, before.currency, world);
  const isTrialing = before.status === "trialing" && before.trial_end !== null && before.trial_end > now;
  const endsTrial = isTrialing && change.trialEnd === "now";
  const movesTrial = typeof change.trialEnd === "number";
  const startsPeriod =
    !movesTrial &&
    (endsTrial ||
      (!isTrialing &&
        (change.resetAnchor === true || hasNewInterval(before, items) || becomesPaid(world, before, items))));
  const next: Subscription = { ...before, items: { ...before.items, data: items } };
  const unchanged = {
    newPeriod: [],
    startsPeriod: false,
    removed,
    formerPrices: formerPrices(before, next, at),
  };
  if (movesTrial) return moveTrial(world, before, next, change, removed);
  if (isTrialing && !endsTrial) return { ...unchanged, subscription: next, prorations: [] };
  if (startsPeriod) {
    const coming = (item: SubscriptionItem) => ({
      start: at,
      end: addRecurrences(at, recurrenceOf(item.price), 1),
    });
    const subscription: Subscription = {
      ...next,
      billing_cycle_anchor: at,
      status: endsTrial ? "active" : next.status,
      trial_end: endsTrial ? at : next.trial_end,
      items: {
        ...next.items,
        data: items.map((item) => endingBy(inPeriod(item, coming(item)), before.cancel_at)),
      },
    };
    const credits =
      endsTrial || change.prorationBehavior === "none"
        ? []
        : before.items.data.flatMap((item) => creditsOf(world, before, item, at));
    const usage = endsTrial ? [] : usageUntil(world, before, before.items.data, at);
    const fresh = subscription.items.data
      .filter((item) => !isMetered(item))
      .map((item) =>
        partialPeriodLine(
          world,
          subscription,
          item,
          { start: at, end: item.current_period_end },
          coming(item),
        ),
      );
    return {
      subscription,
      prorations: credits,
      newPeriod: [...usage, ...fresh],
      startsPeriod,
      removed,
      formerPrices: [],
    };
  }
  if (change.prorationBehavior === "none") return { ...unchanged, subscription: next, prorations: [] };
  // what a metered item that leaves was used for is owed
  const used = usageUntil(world, before, removed, at);
  return {
    ...unchanged,
    subscription: next,
    prorations: [...prorateChange(world, before, next, at), ...used],
  };
}

/**
 * A trial of a running subscription is how its billing cycle moves to a date: what was paid beyond now is credited, what
 * was used until now is billed, the trial is invoiced, and the next period begins when it ends
 * (https://docs.stripe.com/billing/subscriptions/billing-cycle). A trial that goes on is not invoiced again.
 */
function moveTrial(
  world: World,
  before: Subscription,
  next: Subscription,
  change: PlanChange,
  removed: SubscriptionItem[],
): PlannedChange {
  const now = world.nowOf(before.customer);
  const end = change.trialEnd as number;
  if (end <= now)
    throw invalidRequest("Invalid timestamp: must be an integer Unix timestamp in the future.", "trial_end");
  const isTrialing = next.status === "trialing";
  const credits =
    isTrialing || change.prorationBehavior === "none"
      ? []
      : before.items.data.flatMap((item) => creditsOf(world, before, item, now));
  const subscription: Subscription = {
    ...next,
    status: "trialing",
    trial_start: isTrialing ? next.trial_start : now,
    trial_end: end,
    billing_cycle_anchor: end,
    items: {
      ...next.items,
      data: next.items.data.map((item) =>
        inPeriod(item, { start: isTrialing ? item.current_period_start : now, end }),
      ),
    },
  };
  return {
    subscription,
    prorations: credits,
    newPeriod: isTrialing
      ? []
      : [
          ...usageUntil(world, before, before.items.data, now),
          ...subscription.items.data
            .filter((item) => !isMetered(item))
            .map((item) => trialLine(world, subscription, item, { start: now, end })),
        ],
    startsPeriod: !isTrialing,
    removed,
    formerPrices: formerPrices(before, next, now),
  };
}

const usageUntil = (
  world: World,
  subscription: Subscription,
  items: readonly SubscriptionItem[],
  at: number,
): LineDraft[] =>
  items
    .filter(isMetered)
    .flatMap((item) => usageLines(world, subscription, item, { start: item.current_period_start, end: at }));

/** From one interval for all to another one for all. One item of several that changes keeps to the anchor's grid. */
function hasNewInterval(before: Subscription, items: readonly SubscriptionItem[]): boolean {
  const was = commonRecurrence(before.items.data);
  const is = commonRecurrence(items);
  return was !== null && is !== null && !isSameRecurrence(was, is);
}

function becomesPaid(world: World, before: Subscription, items: SubscriptionItem[]): boolean {
  const cost = (list: SubscriptionItem[]) =>
    list
      .filter((item) => !isMetered(item))
      .reduce((sum, item) => sum + priceAmount(priceOf(world, item), before.currency, item.quantity ?? 1), 0);
  return (
    before.items.data.some((item) => !isMetered(item)) && cost(before.items.data) === 0 && cost(items) > 0
  );
}
