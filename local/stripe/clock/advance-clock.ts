import { expireCheckout } from "../objects/checkout-session/expire-checkout";
import { expireCreditGrant } from "../objects/credit-grant/end-credit-grant";
import { advanceInvoice } from "../objects/invoice/advance-invoice";
import { sendMeterReport } from "../objects/meter/report-meter-errors";
import { settleDebit } from "../objects/payment-intent/settle-debit";
import { advanceSchedule } from "../objects/schedule/advance-schedule";
import { advanceSubscription } from "../objects/subscription/advance-subscription";
import { verifyTaxId } from "../objects/tax-id/verify-tax-id";
import type { World } from "../world";

/** More dues at one second than this means that one of them never gets done. */
const MAX_AT_ONE_SECOND = 100_000;

/** Does one due thing, in a transaction of its own. */
export function runDue(world: World, key: string): void {
  const separator = key.indexOf(":");
  const collection = key.slice(0, separator);
  const id = key.slice(separator + 1);
  world.transact(() => {
    switch (collection) {
      case "subscriptions":
        advanceSubscription(world, id);
        break;
      case "schedules":
        advanceSchedule(world, id);
        break;
      case "invoices":
        advanceInvoice(world, id);
        break;
      case "checkoutSessions":
        expireCheckout(world, id);
        break;
      case "paymentIntents":
        settleDebit(world, id);
        break;
      case "creditGrants":
        expireCreditGrant(world, id);
        break;
      case "taxIds":
        verifyTaxId(world, id);
        break;
      case "meterReports":
        sendMeterReport(world, id);
        break;
      default:
        throw new Error(`Nothing of ${collection} can fall due.`);
    }
  });
}

/** Works through everything due on the global clock up to now. Returns how many things it did. */
export function runGlobalDues(world: World, limit = 200): number {
  const until = world.now();
  let done = 0;
  while (done < limit) {
    const due = world.queue.peek(null, until);
    if (!due) break;
    world.atGlobalTime(due.at, () => runDue(world, due.key));
    done++;
  }
  return done;
}

/**
 * Moves a test clock through every due thing in order, giving way to other requests every few milliseconds; the clock
 * stands at each thing's own time while it happens.
 */
export async function advanceTestClock(world: World, id: string, until: number): Promise<void> {
  let sliceEnd = performance.now() + 8;
  let same = 0;
  let last = 0;
  for (;;) {
    const due = world.queue.peek(id, until);
    if (!due) break;
    same = due.at === last ? same + 1 : 0;
    last = due.at;
    if (same > MAX_AT_ONE_SECOND) throw new Error(`Test clock ${id} does not get past ${due.key}.`);
    const clock = world.state.testClocks.find(id);
    if (!clock) return;
    if (due.at > clock.frozen_time) world.state.testClocks.put({ ...clock, frozen_time: due.at });
    runDue(world, due.key);
    if (performance.now() > sliceEnd) {
      await new Promise((resolve) => setImmediate(resolve));
      sliceEnd = performance.now() + 8;
    }
  }
  const clock = world.state.testClocks.find(id);
  if (!clock) return;
  world.transact(() => {
    const ready = world.state.testClocks.put({
      ...clock,
      frozen_time: until,
      status: "ready",
      status_details: {},
    });
    world.emit("test_helpers.test_clock.ready", ready);
  });
}
