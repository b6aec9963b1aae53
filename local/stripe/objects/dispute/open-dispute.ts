import type { Dispute } from "../../state/records";
import type { World } from "../../world";
import { createBalanceTransaction } from "../charge/create-charge";

/** Stripe's fee for a dispute in the United States, in cents. */
const DISPUTE_FEE = 1500;
const RESPONSE_DAYS = 7;

/**
 * A bank takes a payment back. The amount and a fee leave the balance at once, an inquiry takes nothing
 * (https://docs.stripe.com/disputes/how-disputes-work).
 */
export function openDispute(
  world: World,
  chargeId: string,
  given: { reason?: string; amount?: number },
): Dispute {
  const charge = world.state.charges.get(chargeId);
  const isInquiry = given.reason === "inquiry";
  const id = world.newId("du");
  const now = world.nowOf(charge.customer);
  const amount = given.amount ?? charge.amount - charge.amount_refunded;
  const dispute: Dispute = {
    id,
    object: "dispute",
    amount,
    balance_transactions: isInquiry
      ? []
      : [
          createBalanceTransaction(world, {
            amount: -amount,
            fee: DISPUTE_FEE,
            currency: charge.currency,
            source: id,
            type: "adjustment",
            created: now,
            description: "Chargeback withdrawal",
          }),
        ],
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence(),
    evidence_details: {
      due_by: now + RESPONSE_DAYS * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: "card",
      card: {
        brand: charge.payment_method_details?.card?.brand ?? "visa",
        case_type: isInquiry ? "inquiry" : "chargeback",
        network: charge.payment_method_details?.card?.brand ?? "visa",
        network_reason_code: null,
      },
    },
    reason: given.reason === undefined || isInquiry ? "fraudulent" : given.reason,
    status: isInquiry ? "warning_needs_response" : "needs_response",
  };
  world.state.disputes.put(dispute);
  const disputed = world.state.charges.patch(charge.id, { disputed: true });
  world.emit("charge.dispute.created", dispute);
  world.emit("charge.updated", disputed, charge);
  if (!isInquiry) world.emit("charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

function emptyEvidence(): Dispute["evidence"] {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}
