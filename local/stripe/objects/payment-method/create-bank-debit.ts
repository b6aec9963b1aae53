import { createHash } from "node:crypto";
import type { Stripe } from "stripe";
import { invalidRequest, missingParam } from "../../http/stripe-error";
import type { PaymentMethod } from "../../state/records";
import type { World } from "../../world";
import { toAddress } from "../address";
import { type DebitType, isAccountNumber } from "./test-bank-accounts";

export interface NewBankDebit {
  type: DebitType;
  /** Account number, or IBAN. */
  number: string;
  /** Routing number of the United States, or a sort code. */
  routing?: string;
  holder?: "individual" | "company";
  billing?: Stripe.PaymentMethodCreateParams.BillingDetails;
  metadata?: Record<string, string>;
}

/**
 * A bank account that debits can be taken from. Stripe verifies accounts of the United States first, at once when the
 * buyer signs in at the bank (https://docs.stripe.com/payments/ach-direct-debit#verification): here all are.
 *
 * @throws invalid_request_error when the number cannot be an account's
 */
export function createBankDebit(world: World, given: NewBankDebit): PaymentMethod {
  const number = given.number.replace(/\s/g, "").toUpperCase();
  if (!isAccountNumber(given.type, number))
    throw given.type === "sepa_debit"
      ? invalidRequest("The IBAN you provided is invalid.", "sepa_debit[iban]", "invalid_bank_account_iban")
      : invalidRequest(
          "You must use a valid bank account number.",
          `${given.type}[account_number]`,
          "account_number_invalid",
        );
  const method: PaymentMethod = {
    id: world.newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: {
      address: given.billing?.address ? toAddress(given.billing.address) : toAddress({}),
      email: given.billing?.email || null,
      name: given.billing?.name || null,
      phone: given.billing?.phone || null,
      tax_id: null,
    },
    ...detailsOf({ ...given, number }),
    created: world.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: given.metadata ?? {},
    type: given.type,
  };
  world.state.cardSecrets.put({ id: method.id, number });
  return world.state.paymentMethods.put(method);
}

function detailsOf(given: NewBankDebit): Partial<PaymentMethod> {
  const { number } = given;
  const fingerprint = createHash("sha256")
    .update(number)
    .digest("base64url")
    .replace(/[-_]/g, "")
    .slice(0, 16);
  const last4 = number.slice(-4);
  switch (given.type) {
    case "us_bank_account":
      return {
        us_bank_account: {
          account_holder_type: given.holder ?? "individual",
          account_type: "checking",
          bank_name: "STRIPE TEST BANK",
          financial_connections_account: null,
          fingerprint,
          last4,
          networks: { preferred: "ach", supported: ["ach"] },
          routing_number: given.routing ?? "110000000",
          status_details: null,
        },
      };
    case "sepa_debit":
      return {
        sepa_debit: {
          bank_code: number.slice(4, 12),
          branch_code: "",
          country: number.slice(0, 2),
          fingerprint,
          generated_from: { charge: null, setup_attempt: null },
          last4,
        },
      };
    case "bacs_debit":
      return { bacs_debit: { fingerprint, last4, sort_code: given.routing ?? "108800" } };
  }
}

/** Reads the parameters of `paymentMethods.create`. @throws parameter_missing */
export function readBankDebit(type: DebitType, params: Stripe.PaymentMethodCreateParams): NewBankDebit {
  switch (type) {
    case "us_bank_account": {
      const account = params.us_bank_account;
      if (!account?.account_number) throw missingParam("us_bank_account[account_number]");
      if (!account.routing_number) throw missingParam("us_bank_account[routing_number]");
      return {
        type,
        number: account.account_number,
        routing: account.routing_number,
        holder: account.account_holder_type === "company" ? "company" : "individual",
      };
    }
    case "sepa_debit": {
      if (!params.sepa_debit) throw missingParam("sepa_debit[iban]");
      return { type, number: params.sepa_debit.iban };
    }
    case "bacs_debit": {
      const account = params.bacs_debit;
      if (!account?.account_number) throw missingParam("bacs_debit[account_number]");
      if (!account.sort_code) throw missingParam("bacs_debit[sort_code]");
      return { type, number: account.account_number, routing: account.sort_code };
    }
  }
}
