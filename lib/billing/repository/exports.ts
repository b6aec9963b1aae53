import { database } from "@/lib/platform/db";
import { type ExportSource, exportSource, type KeyedRow } from "@/lib/platform/export";

const permission = "billing.read";

const subscriptions = exportSource(
  {
    name: "subscriptions",
    columns: [
      "id",
      "status",
      "priceKey",
      "tierKey",
      "quantity",
      "currency",
      "unitAmountCents",
      "billingInterval",
      "billingIntervalCount",
      "currentPeriodStart",
      "currentPeriodEnd",
      "cancelAt",
      "canceledAt",
      "endedAt",
      "trialStart",
      "trialEnd",
      "providerCreatedAt",
    ],
    permission,
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select *, array[provider_created_at::text, id] as cursor from subscriptions
      where account_id = ${accountId}
        ${after ? sql`and (provider_created_at, id) > (${after[0] ?? ""}::text::timestamptz, ${after[1] ?? ""})` : sql``}
      order by provider_created_at, id
      limit ${limit}`;
  },
);

const purchases = exportSource(
  {
    name: "purchases",
    columns: [
      "id",
      "priceKey",
      "tierKey",
      "quantity",
      "currency",
      "amountCents",
      "status",
      "paymentIntentId",
      "invoiceId",
      "purchasedAt",
    ],
    permission,
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select *, array[purchased_at::text, id] as cursor from purchases
      where account_id = ${accountId}
        ${after ? sql`and (purchased_at, id) > (${after[0] ?? ""}::text::timestamptz, ${after[1] ?? ""})` : sql``}
      order by purchased_at, id
      limit ${limit}`;
  },
);

const invoices = exportSource(
  {
    name: "invoices",
    columns: [
      "id",
      "number",
      "status",
      "currency",
      "subtotalCents",
      "taxCents",
      "totalCents",
      "amountDueCents",
      "amountPaidCents",
      "amountRemainingCents",
      "creditedCents",
      "subscriptionId",
      "billingReason",
      "periodStart",
      "periodEnd",
      "dueAt",
      "paidAt",
      "providerCreatedAt",
      "hostedInvoiceUrl",
      "invoicePdfUrl",
    ],
    permission,
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select *, array[provider_created_at::text, id] as cursor from invoices
      where account_id = ${accountId}
        ${after ? sql`and (provider_created_at, id) > (${after[0] ?? ""}::text::timestamptz, ${after[1] ?? ""})` : sql``}
      order by provider_created_at, id
      limit ${limit}`;
  },
);

const invoiceLines = exportSource(
  {
    name: "invoice_lines",
    columns: [
      "id",
      "invoiceId",
      "position",
      "description",
      "amountCents",
      "quantity",
      "priceKey",
      "isProration",
      "periodStart",
      "periodEnd",
    ],
    permission,
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select *, array[id] as cursor from invoice_lines
      where account_id = ${accountId} ${after ? sql`and id > ${after[0] ?? ""}` : sql``}
      order by id
      limit ${limit}`;
  },
);

const payments = exportSource(
  {
    name: "payment_methods",
    columns: ["id", "type", "brand", "last4", "expMonth", "expYear", "isDefault"],
    permission,
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select *, array[id] as cursor from payment_methods
      where account_id = ${accountId} ${after ? sql`and id > ${after[0] ?? ""}` : sql``}
      order by id
      limit ${limit}`;
  },
);

const checkouts = exportSource(
  {
    name: "checkouts",
    columns: [
      "id",
      "mode",
      "priceKey",
      "quantity",
      "currency",
      "promotionCode",
      "status",
      "paymentStatus",
      "personId",
      "createdAt",
      "completedAt",
    ],
    permission,
  },
  async (accountId, { after, limit }) => {
    const sql = database();
    return await sql<KeyedRow[]>`
      select *, array[id::text] as cursor from checkout_sessions
      where account_id = ${accountId} ${after ? sql`and id > ${after[0] ?? ""}` : sql``}
      order by id
      limit ${limit}`;
  },
);

/** What this domain knows of an account. Amounts are integer minor units of their row's currency. */
export const billingExportSources: readonly ExportSource[] = [
  subscriptions,
  purchases,
  invoices,
  invoiceLines,
  payments,
  checkouts,
];
