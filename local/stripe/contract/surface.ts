/** The families of paths that belong to billing: the rest of Stripe's API is not part of the contract. */
const FAMILIES = [
  "customers",
  "products",
  "prices",
  "checkout/sessions",
  "billing_portal",
  "billing",
  "subscriptions",
  "subscription_items",
  "subscription_schedules",
  "invoices",
  "invoiceitems",
  "invoice_payments",
  "payment_methods",
  "setup_intents",
  "payment_intents",
  "charges",
  "refunds",
  "credit_notes",
  "disputes",
  "coupons",
  "promotion_codes",
  "tax",
  "tax_rates",
  "tax_ids",
  "tax_codes",
  "test_helpers/test_clocks",
  "events",
  "webhook_endpoints",
  "entitlements",
  "customer_sessions",
];

export const SURFACE = new RegExp(`^/v1/(${FAMILIES.join("|")})(/|$)`);

/**
 * TypeScript has one `number`; Stripe's numbers are integers except those named like this (from the official
 * specification).
 */
export const FRACTIONAL =
  /percent|exchange_rate|aggregated_value|latitude|longitude|^(height|length|weight|width|risk_score)$/;

/**
 * Fields that Stripe leaves out of an answer unless the caller expands them. The types only show them as optional, so
 * the list is kept by hand from the API reference; the builder checks that each exists and is optional.
 */
export const INCLUDABLE: Record<string, string[]> = {
  Customer: ["sources", "subscriptions", "tax_ids", "tax", "cash_balance", "invoice_credit_balance"],
  Price: ["tiers", "currency_options"],
  Plan: ["tiers"],
  Coupon: ["applies_to", "currency_options"],
  "Checkout.Session": ["line_items"],
  Invoice: ["payments", "confirmation_secret"],
  Charge: ["refunds"],
  "Tax.Calculation": ["line_items"],
};
