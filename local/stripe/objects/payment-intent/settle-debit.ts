import type { Charge, PaymentIntent } from "../../state/records";
import type { World } from "../../world";
import { createBalanceTransaction, feeOf } from "../charge/create-charge";
import { settleSession } from "../checkout-session/settle-session";
import { failureOfAccount, UNEXPLAINED_FAILURE } from "../payment-method/test-bank-accounts";
import { settlePaymentIntent } from "./settle-payment-intent";

export type DebitOutcome = "succeeded" | "failed";

/**
 * The bank's answer to a debit: the charge and the intent get their last status, then what they pay for follows, the
 * invoice first and the checkout session last (https://docs.stripe.com/payments/checkout/fulfill-orders#delayed-notification).
 *
 * @param outcome what the account's number says when nothing is given
 */
export function settleDebit(world: World, id: string, outcome?: DebitOutcome): PaymentIntent {
  const intent = world.state.paymentIntents.get(id);
  const charge = world.state.charges.get(intent.latest_charge ?? "");
  const number = world.state.cardSecrets.find(charge.payment_method ?? "")?.number ?? "";
  const wanted = outcome ?? (failureOfAccount(number) ? "failed" : "succeeded");
  if (wanted === "succeeded") succeed(world, intent, charge);
  else fail(world, intent, charge, failureOfAccount(number) ?? UNEXPLAINED_FAILURE);
  settlePaymentIntent(world, id, { wasCounted: true });
  settleSession(world, id, wanted);
  return world.state.paymentIntents.get(id);
}

function succeed(world: World, intent: PaymentIntent, charge: Charge): void {
  const entry = createBalanceTransaction(world, {
    amount: intent.amount,
    fee: feeOf(intent.amount, charge.payment_method_details?.type),
    currency: intent.currency,
    source: charge.id,
    type: "payment",
    created: world.nowOf(intent.customer),
  });
  const paid = world.state.charges.put({
    ...charge,
    amount_captured: charge.amount,
    balance_transaction: entry.id,
    captured: true,
    outcome: charge.outcome
      ? { ...charge.outcome, network_status: "approved_by_network", seller_message: "Payment complete." }
      : null,
    paid: true,
    status: "succeeded",
  });
  world.emit("charge.succeeded", paid);
  const done = world.state.paymentIntents.put({
    ...intent,
    status: "succeeded",
    amount_received: intent.amount,
  });
  world.emit("payment_intent.succeeded", done);
}

function fail(
  world: World,
  intent: PaymentIntent,
  charge: Charge,
  failure: { code: NonNullable<NonNullable<PaymentIntent["last_payment_error"]>["code"]>; message: string },
): void {
  const returned = world.state.charges.put({
    ...charge,
    failure_code: failure.code,
    failure_message: failure.message,
    outcome: charge.outcome
      ? {
          ...charge.outcome,
          network_status: "declined_by_network",
          reason: failure.code,
          seller_message: failure.message,
          type: "issuer_declined",
        }
      : null,
    receipt_url: null,
    status: "failed",
  });
  world.emit("charge.failed", returned);
  const refused = world.state.paymentIntents.put({
    ...intent,
    status: "requires_payment_method",
    payment_method: null,
    last_payment_error: {
      charge: charge.id,
      code: failure.code,
      doc_url: `https://stripe.com/docs/error-codes/${failure.code.replaceAll("_", "-")}`,
      message: failure.message,
      payment_method: (world.state.paymentMethods.find(charge.payment_method ?? "") ?? null) as never,
      type: "invalid_request_error",
    },
  });
  world.emit("payment_intent.payment_failed", refused);
}
