import type { Recurrence } from "../../money/interval";
import { gridPeriod, type Period } from "./subscription-items";

interface Start {
  /** When it begins, which may lie before now. */
  start: number;
  now: number;
  anchor: number;
  trialEnd: number | null;
}

/**
 * The period that a new item is in: its trial, or the one on the anchor's grid that now lies in. What was before now of
 * a backdated subscription is billed, but over (https://docs.stripe.com/billing/subscriptions/backdating).
 */
export function firstPeriod({ start, now, anchor, trialEnd }: Start, recurrence: Recurrence): Period {
  if (trialEnd) return { start, end: trialEnd };
  const cell = gridPeriod(anchor, recurrence, Math.max(start, now));
  return { start: Math.max(cell.start, start), end: cell.end };
}

/** The periods on the anchor's grid from a start to the one before a moment, and the whole one that each is a part of. */
export function pastPeriods(
  anchor: number,
  recurrence: Recurrence,
  start: number,
  until: number,
): { period: Period; whole: Period }[] {
  const past = [];
  for (let at = start; at < until; ) {
    const whole = gridPeriod(anchor, recurrence, at);
    past.push({ period: { start: at, end: whole.end }, whole });
    at = whole.end;
  }
  return past;
}
