import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, missingParam, noSuch, StripeError } from "../../http/stripe-error";
import { mergeMetadata, newMetadata } from "../../state/metadata";
import type { Refund } from "../../state/records";
import type { World } from "../../world";
import { createBalanceTransaction } from "../charge/create-charge";
import { getCharge } from "../charge/operations";
import { getPaymentIntent } from "../payment-intent/operations";
import { behaviourOf } from "../payment-method/test-cards";

/** Gives a payment back, whole or in part. Fees are not returned (https://docs.stripe.com/refunds). */
export function createRefund(world: World, params: Stripe.RefundCreateParams): Refund {
  const chargeId =
    params.charge ??
    (params.payment_intent
      ? getPaymentIntent(world, params.payment_intent, "payment_intent").latest_charge
      : null);
  if (!params.charge && !params.payment_intent) throw missingParam("payment_intent");
  if (!chargeId)
    throw invalidRequest("This PaymentIntent does not have a successful charge to refund.", "payment_intent");
  const charge = getCharge(world, chargeId, "charge");
  if (!charge.paid || !charge.captured)
    throw invalidRequest(`Charge ${charge.id} has not been captured and cannot be refunded.`, "charge");
  const left = charge.amount_captured - charge.amount_refunded;
  if (left === 0)
    throw invalidRequest(
      `Charge ${charge.id} has already been refunded.`,
      undefined,
      "charge_already_refunded",
    );
  if (charge.disputed && !isRefundableDispute(world, charge.id))
    throw invalidRequest(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      undefined,
      "charge_disputed",
    );
  const amount = params.amount ?? left;
  if (amount < 1)
    throw invalidRequest(
      "This value must be greater than or equal to 1.",
      "amount",
      "parameter_invalid_integer",
    );
  if (amount > left)
    throw new StripeError(
      400,
      "invalid_request_error",
      undefined,
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      { param: "amount" },
    );
  const now = world.nowOf(charge.customer);
  const isPending =
    behaviourOf(world.state.cardSecrets.find(charge.payment_method ?? "")?.number ?? "").refund === "pending";
  const id = world.newId("re");
  const refund = world.state.refunds.put({
    id,
    object: "refund",
    amount,
    balance_transaction: createBalanceTransaction(world, {
      amount: -amount,
      fee: 0,
      currency: charge.currency,
      source: id,
      type: "refund",
      created: now,
    }).id,
    charge: charge.id,
    created: now,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
      type: "card",
    },
    metadata: newMetadata(params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: isPending ? "pending" : "succeeded",
    transfer_reversal: null,
  });
  const refunded = world.state.charges.patch(charge.id, {
    amount_refunded: charge.amount_refunded + amount,
    refunded: charge.amount_refunded + amount === charge.amount,
  });
  world.emit("refund.created", refund);
  world.emit("charge.refunded", refunded);
  return refund;
}

/** The bank's later word on a refund: it arrived, or it came back. */
export function settleRefund(world: World, id: string, outcome: "succeeded" | "failed"): Refund {
  const before = getRefund(world, id);
  const after = world.state.refunds.put({
    ...before,
    status: outcome,
    ...(outcome === "failed" ? { failure_reason: "expired_or_canceled_card" } : {}),
  });
  if (outcome === "failed" && before.charge) {
    const charge = world.state.charges.get(before.charge);
    world.state.charges.patch(charge.id, {
      amount_refunded: charge.amount_refunded - before.amount,
      refunded: false,
    });
  }
  world.emit("refund.updated", after, before);
  if (outcome === "failed") world.emit("refund.failed", after);
  return after;
}

function isRefundableDispute(world: World, charge: string): boolean {
  for (const dispute of world.state.disputes.newestFirst({ index: "charge", key: charge }))
    return dispute.is_charge_refundable || dispute.status === "won";
  return true;
}

function getRefund(world: World, id: string): Refund {
  const refund = world.state.refunds.find(id);
  if (!refund) throw noSuch("refund", id);
  return refund;
}

export const refundOperations = [
  operation<Stripe.RefundCreateParams>(
    "POST",
    "/v1/refunds",
    ["amount", "charge", "payment_intent", "metadata", "reason"],
    ({ world, params }) => createRefund(world, params),
  ),
  listOperation<Stripe.RefundListParams>("/v1/refunds", ["charge", "payment_intent"], ({ world, params }) =>
    listPage(world.state.refunds, params, {
      url: "/v1/refunds",
      by: params.charge
        ? { index: "charge", key: params.charge }
        : params.payment_intent
          ? { index: "payment_intent", key: params.payment_intent }
          : undefined,
    }),
  ),
  operation("GET", "/v1/refunds/{id}", [], ({ world, id }) => getRefund(world, id)),
  operation<Stripe.RefundUpdateParams>("POST", "/v1/refunds/{id}", ["metadata"], ({ world, params, id }) => {
    const before = getRefund(world, id);
    const after = world.state.refunds.put({
      ...before,
      metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    });
    world.emit("refund.updated", after, before);
    return after;
  }),
];
