import { z } from "zod";
import { ownPath } from "@/lib/platform/own-path";

const isoInstant = z.iso.datetime().describe("ISO 8601, UTC");
const currency = z.string().regex(/^[a-z]{3}$/);

/** An amount in the minor unit of its currency. */
export const amount = z.object({ amountCents: z.int(), currency });
export type Amount = z.infer<typeof amount>;

export const checkoutBody = z.strictObject({
  price: z
    .string()
    .min(1, "Name a price, such as pro_monthly.")
    .max(64)
    .describe("lookup key of the catalog, such as pro_monthly"),
  quantity: z.int().min(1).max(1000).default(1),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, "Must be a three-letter currency code, such as usd.")
    .transform((value) => value.toLowerCase())
    .optional()
    .describe("ISO 4217; the account's own currency when left out"),
  promotionCode: z.string().trim().min(1).max(100).optional(),
  successPath: ownPath.optional().describe("where to go once the checkout has succeeded"),
  cancelPath: ownPath.optional().describe("where the checkout page's way back leads"),
});
export type CheckoutBody = z.input<typeof checkoutBody>;

export const checkoutStarted = z.object({
  url: z.url().describe("the provider's hosted page"),
  sessionId: z.string(),
});
export type CheckoutStarted = z.infer<typeof checkoutStarted>;

export const portalBody = z.strictObject({
  returnPath: ownPath.optional(),
  flow: z.enum(["payment_method_update", "subscription_update", "subscription_cancel"]).optional(),
});
export type PortalBody = z.input<typeof portalBody>;

export const portalOpened = z.object({ url: z.url() });
export type PortalOpened = z.infer<typeof portalOpened>;

export const checkoutOutcome = z.object({
  /** `complete` is paid for or in trial; `processing` waits for the payment or the provider. */
  state: z.enum(["complete", "processing", "open", "expired"]),
  mode: z.enum(["subscription", "payment", "setup"]),
  priceKey: z.string(),
  quantity: z.int(),
  /** Tier in force now, `free` without one. */
  planKey: z.string(),
  paid: amount.nullable(),
  trialEnd: isoInstant.nullable(),
  periodEnd: isoInstant.nullable(),
  invoiceUrl: z.url().nullable(),
  /** The provider's page while the checkout is open, so that it can be continued. */
  checkoutUrl: z.url().nullable(),
  successPath: z.string(),
  cancelPath: z.string(),
});
export type CheckoutOutcome = z.infer<typeof checkoutOutcome>;

export const paymentMethod = z.object({
  id: z.string(),
  type: z.string(),
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  expMonth: z.int().nullable(),
  expYear: z.int().nullable(),
  isDefault: z.boolean(),
});
export type PaymentMethod = z.infer<typeof paymentMethod>;

export const usageReading = z.object({
  feature: z.string(),
  used: z.int(),
  limit: z.int().nullable().describe("null is unlimited"),
  remaining: z.int().nullable(),
  resetsAt: isoInstant.nullable(),
});

export const overview = z.object({
  plan: z.string().describe("tier key, `free` without a subscription or purchase"),
  priceKey: z.string(),
  status: z.string().describe("the provider's status of the subscription; `active` for free and purchases"),
  currency,
  periodStart: isoInstant.nullable(),
  periodEnd: isoInstant.nullable(),
  cancelAt: isoInstant.nullable().describe("when the plan ends by choice"),
  trialEnd: isoInstant.nullable(),
  scheduledChange: z
    .object({ priceKey: z.string(), quantity: z.int(), at: isoInstant })
    .nullable()
    .describe("a change that is set for later"),
  usage: z.array(usageReading),
  paymentMethod: paymentMethod.nullable(),
  nextInvoice: z
    .object({ amountCents: z.int(), currency, at: isoInstant })
    .nullable()
    .describe("next renewal at list price, before discounts and tax"),
  syncedAt: isoInstant.nullable().describe("how fresh the mirror of the provider is"),
});
export type Overview = z.infer<typeof overview>;

export const subscription = z.object({
  id: z.string(),
  status: z.string().describe("the provider's status, such as active, trialing, past_due or canceled"),
  plan: z.string().describe("tier key"),
  priceKey: z.string(),
  quantity: z.int(),
  currency,
  unitAmountCents: z.int().nullable().describe("price of one for each interval"),
  interval: z.string().nullable().describe("day, week, month or year"),
  intervalCount: z.int().nullable(),
  periodStart: isoInstant.nullable(),
  periodEnd: isoInstant.nullable(),
  cancelAt: isoInstant.nullable(),
  canceledAt: isoInstant.nullable(),
  endedAt: isoInstant.nullable(),
  trialStart: isoInstant.nullable(),
  trialEnd: isoInstant.nullable(),
  createdAt: isoInstant,
});
export type Subscription = z.infer<typeof subscription>;

export const invoiceLine = z.object({
  description: z.string().nullable(),
  amountCents: z.int(),
  quantity: z.int().nullable(),
  priceKey: z.string().nullable(),
  isProration: z.boolean(),
  periodStart: isoInstant.nullable(),
  periodEnd: isoInstant.nullable(),
});
export type InvoiceLine = z.infer<typeof invoiceLine>;

export const invoice = z.object({
  id: z.string(),
  number: z.string().nullable(),
  status: z.string().describe("draft, open, paid, void or uncollectible"),
  currency,
  subtotalCents: z.int(),
  taxCents: z.int(),
  totalCents: z.int(),
  amountDueCents: z.int(),
  amountPaidCents: z.int(),
  amountRemainingCents: z.int(),
  creditedCents: z.int().describe("given back after payment"),
  billingReason: z.string().nullable(),
  attemptCount: z.int(),
  nextAttemptAt: isoInstant.nullable(),
  periodStart: isoInstant.nullable(),
  periodEnd: isoInstant.nullable(),
  dueAt: isoInstant.nullable(),
  paidAt: isoInstant.nullable(),
  createdAt: isoInstant,
  hostedInvoiceUrl: z.url().nullable(),
  pdfUrl: z.url().nullable(),
  lines: z.array(invoiceLine),
});
export type Invoice = z.infer<typeof invoice>;

export const invoiceListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional().describe("`nextCursor` of the page before"),
});
export type InvoiceListQuery = z.input<typeof invoiceListQuery>;

export const invoicePage = z.object({ invoices: z.array(invoice), nextCursor: z.string().nullable() });
export type InvoicePage = z.infer<typeof invoicePage>;

export const invoiceParams = z.strictObject({ id: z.string().min(1).max(255) });
