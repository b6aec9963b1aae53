import type { Due, DueQueue } from "../clock/due-queue";
import type { ChangeLog } from "./change-log";
import { Collection, type CollectionOptions } from "./collection";
import type * as Records from "./records";

/** When and in what order an object of a kind falls due; null when nothing is to come. */
export interface DueRules {
  subscription(value: Records.Subscription): Due | null;
  schedule(value: Records.Schedule): Due | null;
  invoice(value: Records.Invoice): Due | null;
  checkoutSession(value: Records.CheckoutSession): Due | null;
  paymentIntent(value: Records.PaymentIntent): Due | null;
  meterReport(value: Records.MeterReportRecord): Due | null;
  taxId(value: Records.TaxId): Due | null;
  creditGrant(value: Records.CreditGrant): Due | null;
  clockOfCustomer(id: string | null): string | null;
}

export type State = ReturnType<typeof openState>;

/** Makes the empty collections and ties those with dues to the queue. */
export function openState(log: ChangeLog, queue: DueQueue, rules: DueRules) {
  const plain = <T extends { id: string }>(name: string, indexes?: CollectionOptions<T>["indexes"]) =>
    new Collection<T>(name, log, indexes ? { indexes } : {});
  const timed = <T extends { id: string }>(
    name: string,
    indexes: NonNullable<CollectionOptions<T>["indexes"]>,
    due: (value: T) => Due | null,
  ) =>
    new Collection<T>(name, log, {
      indexes,
      onChange: (id, value) => queue.set(`${name}:${id}`, value ? due(value) : null),
    });
  return {
    customers: plain<Records.Customer>("customers", {
      email: (c) => c.email,
      test_clock: (c) => c.test_clock,
    }),
    tombstones: plain<Records.Tombstone>("tombstones"),
    products: plain<Records.Product>("products"),
    prices: plain<Records.Price>("prices", { product: (p) => p.product, lookup_key: (p) => p.lookup_key }),
    checkoutSessions: timed<Records.CheckoutSession>(
      "checkoutSessions",
      {
        customer: (s) => s.customer,
        subscription: (s) => s.subscription,
        payment_intent: (s) => s.payment_intent,
      },
      rules.checkoutSession,
    ),
    checkoutPlans: plain<Records.CheckoutPlan>("checkoutPlans"),
    subscriptions: timed<Records.Subscription>(
      "subscriptions",
      { customer: (s) => s.customer, test_clock: (s) => s.test_clock, schedule: (s) => s.schedule },
      rules.subscription,
    ),
    /** Subscription item id -> subscription id. */
    itemOwners: plain<{ id: string; subscription: string }>("itemOwners"),
    itemSpans: plain<Records.ItemSpans>("itemSpans"),
    formerPrices: plain<Records.FormerPrices>("formerPrices"),
    pendingResumes: plain<Records.PendingResume>("pendingResumes"),
    schedules: timed<Records.Schedule>("schedules", { customer: (s) => s.customer }, rules.schedule),
    invoices: timed<Records.Invoice>(
      "invoices",
      {
        customer: (i) => i.customer,
        subscription: (i) => i.parent?.subscription_details?.subscription,
      },
      rules.invoice,
    ),
    invoiceItems: plain<Records.InvoiceItem>("invoiceItems", {
      customer: (i) => i.customer,
      invoice: (i) => i.invoice,
      pending: (i) => (i.invoice ? null : i.customer),
    }),
    invoicePayments: plain<Records.InvoicePayment>("invoicePayments", {
      invoice: (p) => p.invoice,
      payment_intent: (p) => p.payment.payment_intent,
    }),
    paymentMethods: plain<Records.PaymentMethod>("paymentMethods", { customer: (m) => m.customer }),
    cardSecrets: plain<Records.CardSecret>("cardSecrets"),
    paymentIntents: timed<Records.PaymentIntent>(
      "paymentIntents",
      { customer: (p) => p.customer },
      rules.paymentIntent,
    ),
    setupIntents: plain<Records.SetupIntent>("setupIntents", { customer: (s) => s.customer }),
    charges: plain<Records.Charge>("charges", {
      customer: (c) => c.customer,
      payment_intent: (c) => c.payment_intent,
    }),
    balanceTransactions: plain<Records.BalanceTransaction>("balanceTransactions"),
    refunds: plain<Records.Refund>("refunds", {
      charge: (r) => r.charge,
      payment_intent: (r) => r.payment_intent,
    }),
    creditNotes: plain<Records.CreditNote>("creditNotes", {
      customer: (n) => n.customer,
      invoice: (n) => n.invoice,
    }),
    disputes: plain<Records.Dispute>("disputes", {
      charge: (d) => d.charge,
      payment_intent: (d) => d.payment_intent,
    }),
    coupons: plain<Records.Coupon>("coupons"),
    promotionCodes: plain<Records.PromotionCode>("promotionCodes", {
      coupon: (p) => p.promotion.coupon,
      code: (p) => p.code.toLowerCase(),
    }),
    discounts: plain<Records.Discount>("discounts"),
    taxIds: timed<Records.TaxId>("taxIds", { customer: (t) => t.customer }, rules.taxId),
    taxSettings: plain<{ id: string; value: Records.TaxSettings }>("taxSettings"),
    taxRegistrations: plain<Records.TaxRegistration>("taxRegistrations"),
    taxCalculations: plain<Records.TaxCalculation & { id: string }>("taxCalculations"),
    taxCalculationLines: plain<{ id: string; lines: Records.TaxCalculationLine[] }>("taxCalculationLines"),
    taxTransactions: plain<Records.TaxTransaction>("taxTransactions", {
      reference: (t) => t.reference,
      original: (t) => t.reversal?.original_transaction,
    }),
    taxTransactionLines: plain<{ id: string; lines: Records.TaxTransactionLine[] }>("taxTransactionLines"),
    taxRates: plain<Records.TaxRate>("taxRates"),
    customerBalanceTransactions: plain<Records.CustomerBalanceTransaction>("customerBalanceTransactions", {
      customer: (t) => t.customer,
    }),
    testClocks: plain<Records.TestClock>("testClocks"),
    meters: plain<Records.Meter>("meters", { event_name: (m) => m.event_name }),
    meterEvents: plain<Records.MeterEventRecord>("meterEvents", {
      usage: (e) => `${e.meter}:${e.customer}`,
      identifier: (e) => e.identifier,
    }),
    creditGrants: timed<Records.CreditGrant>(
      "creditGrants",
      { customer: (g) => g.customer },
      rules.creditGrant,
    ),
    creditTransactions: plain<Records.CreditBalanceTransaction>("creditTransactions", {
      grant: (t) => t.credit_grant,
    }),
    features: plain<Records.Feature>("features", { lookup_key: (f) => f.lookup_key }),
    productFeatures: plain<{ id: string; product: string; feature: string }>("productFeatures", {
      product: (f) => f.product,
    }),
    entitlements: plain<Records.ActiveEntitlement & { customer: string }>("entitlements", {
      customer: (e) => e.customer,
    }),
    meterReports: timed<Records.MeterReportRecord>("meterReports", {}, rules.meterReport),
    meterSessions: plain<{ id: string; expiresAt: number }>("meterSessions"),
    portalConfigurations: plain<Records.PortalConfiguration>("portalConfigurations"),
    portalSessions: plain<Records.PortalSession>("portalSessions"),
    webhookEndpoints: plain<Records.WebhookEndpoint>("webhookEndpoints"),
    webhookSecrets: plain<Records.EndpointSecret>("webhookSecrets"),
    events: plain<Records.EventRecord>("events", { type: (e) => e.type }),
    thinEvents: plain<Records.ThinEventRecord>("thinEvents", {
      type: (e) => e.type,
      object: (e) => e.related?.id,
    }),
    deliveries: plain<Records.Delivery>("deliveries", { event: (d) => d.event }),
    idempotencyKeys: plain<Records.IdempotencyRecord>("idempotencyKeys"),
    meta: plain<Records.MetaRecord>("meta"),
  };
}
