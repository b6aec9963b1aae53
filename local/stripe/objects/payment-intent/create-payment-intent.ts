import { randomText } from "../../state/ids";
import type { PaymentIntent } from "../../state/records";
import type { World } from "../../world";
import { paymentMethodTypesFor } from "../payment-method/test-bank-accounts";

interface NewPaymentIntent {
  /** Minor units, at least 1. */
  amount: number;
  currency: string;
  customer: string | null;
  description?: string | null;
  metadata?: Record<string, string>;
  paymentMethod?: string | null;
  receiptEmail?: string | null;
  setupFutureUsage?: PaymentIntent["setup_future_usage"];
  captureMethod?: PaymentIntent["capture_method"];
  confirmationMethod?: PaymentIntent["confirmation_method"];
  automaticMethods?: boolean;
  statementDescriptor?: string | null;
  /** What may pay it; everything the currency has when absent. */
  methodTypes?: string[];
  /** An intent that was tried before and is to be tried again, with what is known by now. */
  adopts?: string | undefined;
}

/** An intent that nobody has tried to pay yet. */
export function openPaymentIntent(world: World, given: NewPaymentIntent): PaymentIntent {
  const tried = world.state.paymentIntents.find(given.adopts ?? "");
  if (tried)
    return world.state.paymentIntents.put({
      ...tried,
      amount: given.amount,
      currency: given.currency,
      customer: given.customer,
      description: given.description ?? null,
      metadata: given.metadata ?? {},
      receipt_email: given.receiptEmail ?? null,
      setup_future_usage: given.setupFutureUsage ?? null,
    });
  const id = world.newId("pi");
  const methodTypes = given.methodTypes ?? paymentMethodTypesFor(given.currency);
  const intent: PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: methodTypes,
    amount: given.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: given.automaticMethods ? { allow_redirects: "always", enabled: true } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: given.captureMethod ?? "automatic",
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: given.confirmationMethod ?? "automatic",
    created: world.nowOf(given.customer),
    currency: given.currency,
    customer: given.customer,
    customer_account: null,
    description: given.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: given.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: given.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: "automatic" },
    },
    payment_method_types: methodTypes,
    payment_record: null,
    processing: null,
    receipt_email: given.receiptEmail ?? null,
    review: null,
    setup_future_usage: given.setupFutureUsage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: given.statementDescriptor ?? null,
    statement_descriptor_suffix: null,
    status: given.paymentMethod ? "requires_confirmation" : "requires_payment_method",
    transfer_group: null,
  };
  world.state.paymentIntents.put(intent);
  world.emit("payment_intent.created", intent);
  return intent;
}
