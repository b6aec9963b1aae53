export type Interval = "day" | "week" | "month" | "year";

export interface Recurrence {
  interval: Interval;
  count: number;
}

/**
 * The moment `times` recurrences after an anchor. Months keep the anchor's day, or the month's last when it has no
 * such day: 31 January, 28 February, 31 March (https://docs.stripe.com/billing/subscriptions/billing-cycle).
 *
 * @param anchor Unix seconds
 */
export function addRecurrences(anchor: number, recurrence: Recurrence, times: number): number {
  const steps = recurrence.count * times;
  switch (recurrence.interval) {
    case "day":
      return anchor + steps * 86_400;
    case "week":
      return anchor + steps * 7 * 86_400;
    case "month":
      return addMonths(anchor, steps);
    case "year":
      return addMonths(anchor, steps * 12);
  }
}

function addMonths(anchor: number, months: number): number {
  const from = new Date(anchor * 1000);
  const first = new Date(from.getTime());
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return Math.floor(first.getTime() / 1000);
}
