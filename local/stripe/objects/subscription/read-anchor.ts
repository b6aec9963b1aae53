import type { Stripe } from "stripe";
import { invalidRequest, notSupported } from "../../http/stripe-error";
import { addRecurrences, type Recurrence } from "../../money/interval";
import type { Subscription } from "../../state/records";

type Params = Pick<
  Stripe.SubscriptionCreateParams,
  "billing_cycle_anchor" | "billing_cycle_anchor_config" | "billing_mode"
>;

/**
 * Where a new subscription's full periods begin: a date, the next such day, or its start
 * (https://docs.stripe.com/billing/subscriptions/billing-cycle). The first full one never begins later than the
 * shortest would end by itself.
 *
 * @param now Unix seconds; later than the start of a subscription that is backdated
 */
export function readAnchor(
  params: Params,
  start: number,
  now: number,
  recurrences: readonly Recurrence[],
): number {
  const config = params.billing_cycle_anchor_config;
  if (config && params.billing_cycle_anchor !== undefined)
    throw invalidRequest(
      "You may only specify one of these parameters: billing_cycle_anchor, billing_cycle_anchor_config.",
      "billing_cycle_anchor_config",
    );
  if (config && !recurrences.every(({ interval }) => interval === "month" || interval === "year"))
    throw invalidRequest(
      "billing_cycle_anchor_config is only valid with monthly and yearly prices.",
      "billing_cycle_anchor_config",
    );
  const anchor = config ? nextSuchDay(config, start) : (params.billing_cycle_anchor ?? start);
  const natural = Math.min(
    ...recurrences.map((recurrence) => addRecurrences(Math.max(start, now), recurrence, 1)),
  );
  if (anchor > natural)
    throw invalidRequest(
      "billing_cycle_anchor cannot be later than next natural billing date.",
      "billing_cycle_anchor",
    );
  return config ? lateAnchor(config.day_of_month, anchor, recurrences) : anchor;
}

const lastDayOf = (year: number, month: number): number =>
  new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/**
 * A month without the wanted day begins its periods on its last; the anchor is the next one on the grid that has the
 * day, so that later months come back to it: every two months from February with day 31 is anchored on 31 August.
 */
function lateAnchor(day: number, first: number, recurrences: readonly Recurrence[]): number {
  const at = new Date(first * 1000);
  if (at.getUTCDate() === day) return first;
  const step = Math.min(...recurrences.map(({ interval, count }) => count * (interval === "year" ? 12 : 1)));
  for (let months = step; months <= 48; months += step) {
    const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() + months];
    if (lastDayOf(year, month) < day) continue;
    const time = first - Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()) / 1000;
    return Date.UTC(year, month, day) / 1000 + time;
  }
  return first;
}

/** A day that a month does not have is its last one; what is not said of the time is that of the start. */
function nextSuchDay(config: NonNullable<Params["billing_cycle_anchor_config"]>, start: number): number {
  const from = new Date(start * 1000);
  const inMonth = (months: number): number => {
    const year = from.getUTCFullYear();
    const month = from.getUTCMonth() + months;
    return (
      Date.UTC(
        year,
        month,
        Math.min(config.day_of_month, lastDayOf(year, month)),
        config.hour ?? from.getUTCHours(),
        config.minute ?? from.getUTCMinutes(),
        config.second ?? from.getUTCSeconds(),
      ) / 1000
    );
  };
  const candidates = Array.from({ length: 13 }, (_, months) => inMonth(months));
  const isWanted = (at: number) =>
    at >= start && (config.month === undefined || new Date(at * 1000).getUTCMonth() + 1 === config.month);
  const found = candidates.find(isWanted);
  if (found === undefined)
    throw invalidRequest("There is no such day within a year.", "billing_cycle_anchor_config");
  return found;
}

/** Every subscription here bills in flexible mode, with discounts included in prorations. */
export function checkBillingMode(mode: Stripe.SubscriptionCreateParams["billing_mode"]): void {
  if (mode?.type === "classic") throw notSupported("classic billing mode", "billing_mode[type]");
  if (mode?.flexible?.proration_discounts === "itemized")
    throw notSupported("itemized proration discounts", "billing_mode[flexible][proration_discounts]");
}

export function readAnchorConfig(params: Params): Subscription["billing_cycle_anchor_config"] {
  const config = params.billing_cycle_anchor_config;
  if (!config) return null;
  return {
    day_of_month: config.day_of_month,
    hour: config.hour ?? null,
    minute: config.minute ?? null,
    month: config.month ?? null,
    second: config.second ?? null,
  };
}
