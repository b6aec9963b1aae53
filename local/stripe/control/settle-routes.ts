import type { Hono } from "hono";
import { z } from "zod";
import type { AppEnv } from "../http/app";
import { findProcessingIntent } from "../objects/checkout-session/settle-session";
import { sendMeterReport } from "../objects/meter/report-meter-errors";
import { settleDebit } from "../objects/payment-intent/settle-debit";
import { type ControlParts, controlCall, Refused } from "./control-call";

const outcome = z.strictObject({ outcome: z.enum(["succeeded", "failed"]).default("succeeded") });

/** What otherwise takes days or a while: a bank's answer to a debit, a meter's report of its errors. */
export function addSettleRoutes(routes: Hono<AppEnv>, { world }: ControlParts): void {
  controlCall(routes, "/checkout/:id/settle", outcome, (input, id) => {
    const session = world.state.checkoutSessions.find(id);
    const intent = session && findProcessingIntent(world, session);
    if (!intent) throw new Refused(`No payment is on its way for the checkout session ${id}.`);
    world.transact(() => settleDebit(world, intent, input.outcome));
    return world.state.checkoutSessions.get(id);
  });
  controlCall(routes, "/payment_intents/:id/settle", outcome, (input, id) => {
    if (world.state.paymentIntents.find(id)?.status !== "processing")
      throw new Refused(`${id} is not processing.`);
    return world.transact(() => settleDebit(world, id, input.outcome));
  });
  controlCall(routes, "/meters/report", z.strictObject({}), () => {
    const reports = world.state.meterReports.all();
    world.transact(() => {
      for (const report of reports) sendMeterReport(world, report.id);
    });
    return { reported: reports.length };
  });
}
