/** An independent reckoning of what time costs, to hold the bills against. */
export interface Priced {
  /** Minor units for one period, discounts taken off, not rounded. */
  price: number;
  months: number;
}

/** Months after an anchor; a day that a month has not is its last one. */
function addMonths(anchor: number, months: number): number {
  const from = new Date(anchor * 1000);
  const month = from.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const time = anchor - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()) / 1000;
  return Date.UTC(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), lastDay)) / 1000 + time;
}

/** What items cost from one moment to another when their periods lie on an anchor's grid. */
export function integrate(items: readonly Priced[], anchor: number, from: number, to: number): number {
  let sum = 0;
  for (const { price, months } of items) {
    let cell = 0;
    while (addMonths(anchor, cell * months) > from) cell--;
    while (addMonths(anchor, (cell + 1) * months) <= from) cell++;
    for (;;) {
      const start = addMonths(anchor, cell * months);
      const end = addMonths(anchor, (cell + 1) * months);
      if (start >= to) break;
      sum += (price * (Math.min(to, end) - Math.max(from, start))) / (end - start);
      cell++;
    }
  }
  return sum;
}
