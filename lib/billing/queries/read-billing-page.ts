import type { SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";
import { describeInvoice } from "../compute/describe-invoice";
import { describeSubscription } from "../compute/describe-subscription";
import type { InvoiceRow, SubscriptionRow } from "../compute/rows";
import type { StoredLine } from "../repository/invoices";
import type { Invoice, PaymentMethod, Subscription } from "../schemas";
import { readAll, readOne } from "./read-rows";

/** What the billing page shows, as far as the signed-in person may see it. */
export interface BillingPage {
  /** The plan in force by purchase or subscription; null on free. It is over after `accessUntil`. */
  readonly plan: {
    readonly tierKey: string;
    readonly priceKey: string;
    readonly source: "free" | "subscription" | "purchase";
    readonly status: string;
    readonly accessUntil: string | null;
  } | null;
  readonly subscription: Subscription | null;
  readonly customer: {
    readonly name: string | null;
    readonly email: string | null;
    readonly address: z.infer<typeof addressColumn>;
    readonly currency: string | null;
    readonly since: string;
  } | null;
  /** The default one first. */
  readonly paymentMethods: readonly PaymentMethod[];
  /** The latest, newest first. */
  readonly invoices: readonly Invoice[];
  readonly hasMoreInvoices: boolean;
}

const addressColumn = z
  .object({
    line1: z.string().nullish(),
    line2: z.string().nullish(),
    city: z.string().nullish(),
    state: z.string().nullish(),
    postalCode: z.string().nullish(),
    country: z.string().nullish(),
  })
  .nullable();

const PAGE = 12;

/**
 * The billing page through the person's own door: row-level security decides, and someone without
 * `billing.read` gets an empty page. The account is named as well, since a person may belong to several.
 *
 * @throws Error when the REST door does not answer or a row does not fit
 */
export async function readBillingPage(client: SupabaseClient, accountId: string): Promise<BillingPage> {
  const of = (table: string) => client.from(table).select("*").eq("account_id", accountId);
  const [plans, subscriptions, customers, methods, invoices] = await Promise.all([
    readOne(of("account_plans")),
    readOne(of("subscriptions").eq("is_primary", true)),
    readOne(of("customers").is("deleted_at", null)),
    readAll(of("payment_methods").order("is_default", { ascending: false }).order("id").limit(20)),
    readAll(
      of("invoices")
        .order("provider_created_at", { ascending: false })
        .order("id", { ascending: false })
        .limit(PAGE + 1),
    ),
  ]);
  const page = invoices.slice(0, PAGE) as unknown as InvoiceRow[];
  const lines = await readLines(
    client,
    accountId,
    page.map((invoice) => invoice.id),
  );
  const subscription = subscriptions as unknown as SubscriptionRow | null;
  return {
    plan: plans && planColumns.parse(plans),
    subscription: subscription && describeSubscription(subscription),
    customer: customers && customerColumns.parse(customers),
    paymentMethods: methods.map((method) => methodColumns.parse(method)),
    invoices: page.map((invoice) => describeInvoice(invoice, lines)),
    hasMoreInvoices: invoices.length > PAGE,
  };
}

async function readLines(
  client: SupabaseClient,
  accountId: string,
  invoiceIds: readonly string[],
): Promise<readonly StoredLine[]> {
  if (invoiceIds.length === 0) return [];
  const rows = await readAll(
    client
      .from("invoice_lines")
      .select("*")
      .eq("account_id", accountId)
      .in("invoice_id", [...invoiceIds])
      .order("position"),
  );
  return rows as unknown as StoredLine[];
}

const instant = z.date().transform((date) => date.toISOString());

const planColumns = z.object({
  tierKey: z.string(),
  priceKey: z.string(),
  source: z.enum(["free", "subscription", "purchase"]),
  status: z.string(),
  accessUntil: instant.nullable(),
});

const customerColumns = z
  .object({
    name: z.string().nullable(),
    email: z.string().nullable(),
    address: addressColumn,
    currency: z.string().nullable(),
    providerCreatedAt: instant,
  })
  .transform(({ providerCreatedAt: since, ...customer }) => ({ ...customer, since }));

const methodColumns = z.object({
  id: z.string(),
  type: z.string(),
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  expMonth: z.int().nullable(),
  expYear: z.int().nullable(),
  isDefault: z.boolean(),
});
