import Stripe from "stripe";
import { handleProviderEvent, receiveStripeEvent } from "@/lib/billing";
import { database } from "@/lib/platform/db";
import type { WebhookReceipt } from "@/lib/platform/inbox";
import { dispatchOutbox } from "@/lib/platform/outbox";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount } from "@/tests/support/people";
import { type RecordedProvider, startRecordedProvider } from "./recorded-provider";

export const SECRET = "whsec_current";
export const OLD_SECRET = "whsec_before_rotation";

export interface WebhookBench {
  readonly db: TestDatabase;
  readonly provider: RecordedProvider;
  stop(): Promise<void>;
}

/** A database of its own and a provider that answers from recorded objects. */
export async function startWebhookBench(
  environment: Readonly<Record<string, string>> = {},
): Promise<WebhookBench> {
  const provider = await startRecordedProvider();
  const db = await createTestDatabase({
    environment: {
      STRIPE_API_URL: provider.url,
      STRIPE_WEBHOOK_SECRETS: `${SECRET},${OLD_SECRET}`,
      ...environment,
    },
  });
  await insertPrices(db);
  return {
    db,
    provider,
    async stop() {
      await db.drop();
      await provider.stop();
    },
  };
}

async function insertPrices({ owner }: TestDatabase): Promise<void> {
  await owner`insert into catalog_versions (version, digest) values (1, 'test')`;
  const prices = [
    ["price_pro", "pro_monthly", "pro"],
    ["price_pro_yearly", "pro_yearly", "pro"],
    ["price_premium", "premium_monthly", "premium"],
    ["price_student", "student_quarterly", "student"],
    ["price_lifetime", "lifetime", "lifetime"],
    ["price_one_time", "one_time", "one_time"],
    ["price_pack_1", "pack_1", "credits"],
  ];
  for (const [id = "", key = "", tier = ""] of prices) {
    await owner`
      insert into provider_prices (provider, provider_price_id, provider_product_id, price_key, tier_key, catalog_version)
      values ('stripe', ${id}, ${`prod_${tier}`}, ${key}, ${tier}, 1)`;
  }
}

/** An account with a customer row, as after its first checkout. */
export async function insertCustomerAccount(db: TestDatabase, customerId: string): Promise<string> {
  const accountId = await insertAccount(db.owner);
  await db.owner`
    insert into customers (id, account_id, provider_created_at) values (${customerId}, ${accountId}, now())`;
  return accountId;
}

const signer = new Stripe("sk_test_signer");

export interface SignOptions {
  readonly secret?: string;
  /** Unix seconds; now when left out. */
  readonly timestamp?: number;
}

/** A body with the signature that Stripe would send with it. */
export function sign(event: object | string, { secret = SECRET, timestamp }: SignOptions = {}) {
  const payload = typeof event === "string" ? event : JSON.stringify(event);
  const signature = signer.webhooks.generateTestHeaderString({
    payload,
    secret,
    ...(timestamp !== undefined && { timestamp }),
  });
  return { rawBody: Buffer.from(payload), signature };
}

/** Delivers an event as Stripe does: signed, and stored when this returns. */
export async function deliver(event: object, options: SignOptions = {}): Promise<WebhookReceipt> {
  return await receiveStripeEvent(makeContext(), sign(event, options));
}

/** Handles every queued event as the queue would, until nothing is left. Returns the other events by name. */
export async function drainQueue(): Promise<readonly { name: string; data: Record<string, unknown> }[]> {
  const others: { name: string; data: Record<string, unknown> }[] = [];
  for (;;) {
    // No queue listens here: rows that a nudge could not send wait for their next attempt, and are due now.
    const unsent = await database()`update outbox set available_at = '-infinity' where sent_at is null`;
    if (unsent.count === 0) return others;
    const batch: { name: string; data: Record<string, unknown> }[] = [];
    await dispatchOutbox(
      async (events) => void batch.push(...events.map(({ name, data }) => ({ name, data }))),
    );
    const received = batch.filter((event) => event.name === "billing/provider_event.received");
    others.push(...batch.filter((event) => event.name !== "billing/provider_event.received"));
    await Promise.all(
      received.map((event) => handleProviderEvent(makeContext(), String(event.data["eventId"]))),
    );
  }
}

const MIRRORED = [
  "customers",
  "subscriptions",
  "purchases",
  "invoices",
  "invoice_lines",
  "payment_methods",
  "account_plans",
] as const;

/** Everything that is mirrored of an account, less when it was written. */
export async function readMirror(accountId: string): Promise<Record<string, unknown[]>> {
  const sql = database();
  const tables = await Promise.all(
    MIRRORED.map(async (table) => {
      const rows = await sql<Record<string, unknown>[]>`
        select * from ${sql(table)} where account_id = ${accountId} order by 1`;
      return [table, rows.map(({ syncedAt, updatedAt, createdAt, coversFrom, ...row }) => row)] as const;
    }),
  );
  return Object.fromEntries(tables);
}
