import { createHash } from "node:crypto";
import type { Stripe } from "stripe";
import { invalidRequest, missingParam, notSupported, StripeError } from "../../http/stripe-error";
import { newMetadata } from "../../state/metadata";
import type { PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { toAddress } from "../address";
import { createBankDebit, readBankDebit } from "./create-bank-debit";
import { isDebitType } from "./test-bank-accounts";
import { behaviourOf, isCardNumber, numberOfTestCard } from "./test-cards";

export const CREATE_PAYMENT_METHOD_PARAMS = [
  "type",
  "card",
  "us_bank_account",
  "sepa_debit",
  "bacs_debit",
  "billing_details",
  "metadata",
  "allow_redisplay",
] as const satisfies readonly (keyof Stripe.PaymentMethodCreateParams)[];

interface NewCard {
  number: string;
  expMonth: number;
  expYear: number;
  billing?: Stripe.PaymentMethodCreateParams.BillingDetails;
  metadata?: Record<string, string>;
}

export function createPaymentMethod(world: World, params: Stripe.PaymentMethodCreateParams): PaymentMethod {
  if (!params.type) throw missingParam("type");
  const extras = {
    ...(params.billing_details ? { billing: params.billing_details } : {}),
    metadata: newMetadata(params.metadata),
  };
  if (isDebitType(params.type))
    return createBankDebit(world, { ...readBankDebit(params.type, params), ...extras });
  if (params.type !== "card") throw notSupported(`payment methods of type ${params.type}`, "type");
  const card = params.card;
  if (!card) throw missingParam("card");
  if ("token" in card && card.token) {
    const number = numberOfTestCard(card.token);
    if (!number) throw invalidRequest(`No such token: '${card.token}'`, "card[token]", "resource_missing");
    return createCard(world, { number, expMonth: 12, expYear: expiryYear(), ...extras });
  }
  if (!("number" in card) || !card.number) throw missingParam("card[number]");
  return createCard(world, {
    number: card.number.replaceAll(" ", ""),
    expMonth: card.exp_month ?? 12,
    expYear: card.exp_year ?? expiryYear(),
    ...extras,
  });
}

/** @throws card_error when the number or the expiry cannot be a card's */
export function createCard(
  world: World,
  { number, expMonth, expYear, billing, metadata }: NewCard,
): PaymentMethod {
  if (!isCardNumber(number)) throw cardError("incorrect_number", "Your card number is incorrect.", "number");
  const now = new Date(world.now() * 1000);
  if (expMonth < 1 || expMonth > 12)
    throw cardError("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month");
  const isExpired =
    expYear < now.getUTCFullYear() || (expYear === now.getUTCFullYear() && expMonth < now.getUTCMonth() + 1);
  if (isExpired)
    throw cardError("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year");
  const behaviour = behaviourOf(number);
  const method: PaymentMethod = {
    id: world.newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: {
      address: billing?.address ? toAddress(billing.address) : toAddress({}),
      email: billing?.email || null,
      name: billing?.name || null,
      phone: billing?.phone || null,
      tax_id: null,
    },
    card: {
      brand: behaviour.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: behaviour.country,
      display_brand: behaviour.brand,
      exp_month: expMonth,
      exp_year: expYear,
      fingerprint: createHash("sha256").update(number).digest("base64url").replace(/[-_]/g, "").slice(0, 16),
      funding: behaviour.funding,
      generated_from: null,
      last4: number.slice(-4),
      networks: { available: [behaviour.brand], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: world.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: metadata ?? {},
    type: "card",
  };
  world.state.cardSecrets.put({ id: method.id, number });
  return world.state.paymentMethods.put(method);
}

/** Stripe's own test payment methods expire next year. */
export function expiryYear(): number {
  return new Date().getUTCFullYear() + 1;
}

function cardError(code: string, message: string, param: string): StripeError {
  return new StripeError(402, "card_error", code, message, { param });
}
