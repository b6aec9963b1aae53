import type { Stripe } from "stripe";
import type { Stored } from "./stored";

export type Customer = Stored<Stripe.Customer>;
export type Product = Stored<Stripe.Product>;
export type Price = Stored<Stripe.Price>;
export type PriceTier = Stored<Stripe.Price.Tier>;
export type CheckoutSession = Stored<Stripe.Checkout.Session>;
export type LineItem = Stored<Stripe.LineItem>;
export type Subscription = Stored<Stripe.Subscription>;
export type SubscriptionItem = Stored<Stripe.SubscriptionItem>;
export type Schedule = Stored<Stripe.SubscriptionSchedule>;
export type SchedulePhase = Stored<Stripe.SubscriptionSchedule.Phase>;
export type Invoice = Stored<Stripe.Invoice>;
export type InvoiceLine = Stored<Stripe.InvoiceLineItem>;
export type InvoiceItem = Stored<Stripe.InvoiceItem>;
export type InvoicePayment = Stored<Stripe.InvoicePayment>;
export type PaymentMethod = Stored<Stripe.PaymentMethod>;
export type PaymentIntent = Stored<Stripe.PaymentIntent>;
export type SetupIntent = Stored<Stripe.SetupIntent>;
export type Charge = Stored<Stripe.Charge>;
export type BalanceTransaction = Stored<Stripe.BalanceTransaction>;
export type Refund = Stored<Stripe.Refund>;
export type CreditNote = Stored<Stripe.CreditNote>;
export type CreditNoteLine = Stored<Stripe.CreditNoteLineItem>;
export type Dispute = Stored<Stripe.Dispute>;
export type Coupon = Stored<Stripe.Coupon>;
export type PromotionCode = Stored<Stripe.PromotionCode>;
export type Discount = Stored<Stripe.Discount>;
export type TaxId = Stored<Stripe.TaxId>;
export type TaxRate = Stored<Stripe.TaxRate>;
export type TaxSettings = Stored<Stripe.Tax.Settings>;
export type TaxRegistration = Stored<Stripe.Tax.Registration>;
export type TaxCalculation = Stored<Stripe.Tax.Calculation>;
export type TaxCalculationLine = Stored<Stripe.Tax.CalculationLineItem>;
export type TaxTransaction = Stored<Stripe.Tax.Transaction>;
export type TaxTransactionLine = Stored<Stripe.Tax.TransactionLineItem>;
export type CustomerBalanceTransaction = Stored<Stripe.CustomerBalanceTransaction>;
export type TestClock = Stored<Stripe.TestHelpers.TestClock>;
export type Meter = Stored<Stripe.Billing.Meter>;
export type CreditGrant = Stored<Stripe.Billing.CreditGrant>;
export type CreditBalanceTransaction = Stored<Stripe.Billing.CreditBalanceTransaction>;
export type CreditBalanceSummary = Stored<Stripe.Billing.CreditBalanceSummary>;
export type Feature = Stored<Stripe.Entitlements.Feature>;
export type ProductFeature = Stored<Stripe.ProductFeature>;
export type ActiveEntitlement = Stored<Stripe.Entitlements.ActiveEntitlement>;
export type PortalConfiguration = Stored<Stripe.BillingPortal.Configuration>;
export type PortalSession = Stored<Stripe.BillingPortal.Session>;
export type WebhookEndpoint = Stored<Stripe.WebhookEndpoint>;
export type Address = Stored<Stripe.Address>;

/** What remains of a deleted object: retrieving it answers this. */
export interface Tombstone {
  id: string;
  object: string;
  deleted: true;
}

/** A card's number is never part of an answer, but decides how it behaves. */
export interface CardSecret {
  id: string;
  number: string;
}

/** What a checkout session was asked to make, kept until it is completed. */
export interface CheckoutPlan {
  id: string;
  items: { price: string; quantity: number; taxRates: string[] }[];
  lineItems: LineItem[];
  subscriptionData: Stripe.Checkout.SessionCreateParams.SubscriptionData;
  paymentIntentData: Stripe.Checkout.SessionCreateParams.PaymentIntentData;
  setupIntentData: Stripe.Checkout.SessionCreateParams.SetupIntentData;
  discounts: { coupon?: string; promotion_code?: string }[];
  customerUpdate: Stripe.Checkout.SessionCreateParams.CustomerUpdate;
  paymentMethodOptions: { setupFutureUsage: PaymentIntent["setup_future_usage"] };
  /** The intents that cards were tried with and did not pay. */
  attempt?: { paymentIntent?: string; setupIntent?: string };
}

/** Time of an item that was already billed: what a credit for unused time is computed from. */
export interface BilledSpan {
  start: number;
  end: number;
  /** Minor units before discounts and tax. */
  amount: number;
  price: string;
  quantity: number;
  /** The line or pending invoice item that billed it: discounts are read there. */
  line: string | null;
  invoice: string | null;
  invoiceItem: string | null;
}

export interface ItemSpans {
  /** Subscription item. */
  id: string;
  spans: BilledSpan[];
}

/** Prices that a metered item had, each until a moment: what was used until then is billed at it. */
export interface FormerPrices {
  /** Subscription item. */
  id: string;
  prices: { price: string; until: number }[];
}

/** A paused subscription that lives again once an invoice is paid. */
export interface PendingResume {
  /** Subscription. */
  id: string;
  invoice: string;
  wanted: Subscription;
  expiresAt: number;
}

/** An event as kept: its object is a reference to the immutable value of that moment. */
export interface EventRecord {
  id: string;
  type: string;
  created: number;
  object: object;
  previous: Record<string, unknown> | null;
  request: { id: string | null; idempotency_key: string | null };
}

/** A thin event as kept: it names an object, and its data is fetched. */
export interface ThinEventRecord {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
  related: { id: string; type: string; url: string } | null;
  data: object;
}

/** Why a meter event that was accepted could not be counted. */
export interface MeterError {
  code: string;
  message: string;
  /** The meter event's identifier. */
  identifier: string;
}

/** Errors of a meter, or of no meter, that have not been reported yet. */
export interface MeterReportRecord {
  /** The meter's id, or "none". */
  id: string;
  /** When the first of them came, in Unix seconds of the global clock. */
  since: number;
  /** Code -> how often, and the first few. */
  errors: Record<string, { count: number; samples: MeterError[] }>;
}

/** What an endpoint's events are signed with; after a change the old secret stays good until a time in milliseconds. */
export interface EndpointSecret {
  id: string;
  secret: string;
  previous?: { secret: string; until: number };
}

export interface Delivery {
  id: string;
  event: string;
  endpoint: string;
  attempts: { at: number; status: number | null; error: string | null }[];
  /** Wall time in milliseconds of the next attempt; null when there is none. */
  nextAt: number | null;
  state: "pending" | "delivered" | "failed" | "held" | "dropped";
}

export interface IdempotencyRecord {
  id: string;
  request: string;
  status: number;
  body: string;
  requestId: string;
  createdAt: number;
}

export interface MeterEventRecord {
  id: string;
  meter: string;
  customer: string;
  eventName: string;
  identifier: string;
  value: number;
  timestamp: number;
  createdAt: number;
  cancelled: boolean;
  payload: Record<string, string>;
}

/** Numbers and switches that belong to the whole simulator. */
export interface MetaRecord {
  id: string;
  value: number | string | boolean;
}
