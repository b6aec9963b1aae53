import type { BalanceTransaction, Charge, PaymentIntent, PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import type { CardBehaviour } from "../payment-method/test-cards";
import { paymentDetailsOf } from "./payment-details";

/**
 * Stripe's prices in the United States (https://stripe.com/pricing): 2.9 percent and 30 cents for a card, 0.8 percent
 * and at most 5 dollars for a bank debit, rounded to the nearest cent.
 */
export const feeOf = (amount: number, type = "card"): number =>
  type === "card" ? Math.round(amount * 0.029) + 30 : Math.min(500, Math.round(amount * 0.008));

type Decline = NonNullable<CardBehaviour["decline"]>;

/** The attempt to take the intent's amount: succeeded, failed for the reason given, or pending until the bank answers. */
export function createCharge(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  outcome: { decline?: Decline; authenticated?: boolean; isPending?: boolean },
): Charge {
  const { decline, isPending = false } = outcome;
  const id = world.newId("ch");
  const now = world.nowOf(intent.customer);
  const isCaptured = !decline && !isPending && intent.capture_method !== "manual";
  return world.state.charges.put({
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: isCaptured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: isCaptured
      ? createBalanceTransaction(world, {
          amount: intent.amount,
          fee: feeOf(intent.amount),
          currency: intent.currency,
          source: id,
          type: "charge",
          created: now,
        }).id
      : null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: world.settings.account.name.toUpperCase(),
    captured: isCaptured,
    created: now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: decline
      ? {
          advice_code: (decline.adviceCode as "try_again_later" | undefined) ?? null,
          network_advice_code: null,
          network_decline_code: "01",
          network_status: "declined_by_network",
          reason: decline.declineCode || decline.code,
          risk_level: "normal",
          risk_score: 20,
          seller_message: "The bank did not return any further details with this decline.",
          type: "issuer_declined",
        }
      : {
          advice_code: null,
          network_advice_code: null,
          network_decline_code: null,
          network_status: isPending ? "not_sent_to_network" : "approved_by_network",
          reason: null,
          risk_level: "normal",
          risk_score: 20,
          seller_message: isPending ? "The payment is pending." : "Payment complete.",
          type: "authorized",
        },
    paid: !decline && !isPending,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: paymentDetailsOf(method, {
      amount: intent.amount,
      isDeclined: decline !== undefined,
      authenticated: outcome.authenticated ?? false,
    }),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: decline ? null : `${world.settings.publicUrl}/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: decline ? "failed" : isPending ? "pending" : "succeeded",
    transfer_data: null,
    transfer_group: null,
  });
}

/** Money that moved on the account's balance; `amount` and `net` are negative when it left. */
export function createBalanceTransaction(
  world: World,
  entry: {
    amount: number;
    fee: number;
    currency: string;
    source: string;
    type: BalanceTransaction["type"];
    created: number;
    description?: string;
  },
): BalanceTransaction {
  return world.state.balanceTransactions.put({
    id: world.newId("txn"),
    object: "balance_transaction",
    amount: entry.amount,
    available_on: entry.created + 2 * 86_400,
    balance_type: "payments",
    created: entry.created,
    currency: entry.currency,
    description: entry.description ?? null,
    exchange_rate: null,
    fee: entry.fee,
    fee_details:
      entry.fee === 0
        ? []
        : [
            {
              amount: entry.fee,
              application: null,
              currency: entry.currency,
              description: "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: entry.amount - entry.fee,
    reporting_category: entry.type,
    source: entry.source,
    status: "pending",
    type: entry.type,
  });
}
