import { hasExpired } from "../objects/credit-grant/end-credit-grant";
import { nextDueWord } from "../objects/invoice/announce-due-date";
import { staysPending } from "../objects/tax-id/verify-tax-id";
import type { DueRules } from "../state/open-state";
import type { World } from "../world";
import type { Due } from "./due-queue";

const DAY = 86_400;

/** At the same second a schedule changes its phase first, then subscriptions renew, then invoices move. */
const RANK = {
  schedule: 0,
  subscription: 1,
  invoice: 2,
  checkoutSession: 3,
  paymentIntent: 4,
  meterReport: 5,
  taxId: 6,
  creditGrant: 7,
} as const;

/** What falls due when, read off the objects. */
export function dueRules(world: World): DueRules {
  const earliest = (times: (number | null | undefined)[], rank: number, clock: string | null): Due | null => {
    const known = times.filter((time): time is number => typeof time === "number");
    return known.length === 0 ? null : { at: Math.min(...known), rank, clock };
  };
  return {
    clockOfCustomer: (id) => world.clockOf(id),
    subscription(value) {
      const clock = value.test_clock;
      const isOver = value.status === "canceled" || value.status === "incomplete_expired";
      if (isOver) return null;
      // Stripe: an incomplete subscription expires when its first invoice is unpaid after 23 hours
      if (value.status === "incomplete")
        return earliest([value.created + 23 * 3600], RANK.subscription, clock);
      const reminders = world.state.meta;
      const times: (number | null | undefined)[] = [value.cancel_at, value.pause_collection?.resumes_at];
      if (value.pending_update) times.push(value.pending_update.expires_at);
      times.push(world.state.pendingResumes.find(value.id)?.expiresAt);
      if (value.status === "paused") return earliest(times, RANK.subscription, clock);
      const periodEnd = Math.min(...value.items.data.map((item) => item.current_period_end));
      times.push(periodEnd);
      if (
        value.status === "trialing" &&
        value.trial_end &&
        !reminders.find(`trial_reminder:${value.id}:${value.trial_end}`)
      )
        times.push(value.trial_end - 3 * DAY);
      if (value.status !== "trialing" && !reminders.find(`upcoming:${value.id}:${periodEnd}`))
        times.push(periodEnd - world.settings.upcomingDays * DAY);
      return earliest(times, RANK.subscription, clock);
    },
    schedule(value) {
      if (value.status !== "active" && value.status !== "not_started") return null;
      const next = value.phases.flatMap((phase) => [phase.start_date, phase.end_date]);
      const after = value.current_phase ? value.current_phase.start_date : -1;
      return earliest(
        [next.filter((time) => time > after).sort((a, b) => a - b)[0]],
        RANK.schedule,
        value.test_clock,
      );
    },
    invoice(value) {
      if (value.status === "draft" && value.auto_advance)
        return earliest([value.automatically_finalizes_at], RANK.invoice, value.test_clock);
      if (value.status === "open")
        return earliest(
          [value.next_payment_attempt, nextDueWord(world, value)],
          RANK.invoice,
          value.test_clock,
        );
      return null;
    },
    checkoutSession(value) {
      if (value.status !== "open") return null;
      return { at: value.expires_at, rank: RANK.checkoutSession, clock: world.clockOf(value.customer) };
    },
    paymentIntent(value) {
      if (value.status !== "processing") return null;
      const asked = world.state.charges.find(value.latest_charge ?? "")?.created ?? value.created;
      return {
        at: asked + world.settings.debitSettlesAfterDays * DAY,
        rank: RANK.paymentIntent,
        clock: world.clockOf(value.customer),
      };
    },
    creditGrant(value) {
      const isOver = value.voided_at !== null || hasExpired(world, value.id);
      return isOver ? null : earliest([value.expires_at], RANK.creditGrant, value.test_clock);
    },
    taxId(value) {
      if (value.verification?.status !== "pending" || staysPending(value.value)) return null;
      return {
        at: value.created + world.settings.taxIdVerifiedAfterSeconds,
        rank: RANK.taxId,
        clock: world.clockOf(value.customer),
      };
    },
    meterReport(value) {
      return {
        at: value.since + world.settings.meterReportAfterSeconds,
        rank: RANK.meterReport,
        clock: null,
      };
    },
  };
}
