import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { receiveStripeEvent } from "@/lib/billing";
import { syncCatalog } from "@/lib/catalog";
import { database } from "@/lib/platform/db";
import { DomainError } from "@/lib/platform/errors";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

const API_KEY = "sk_test_billing";
const SECRET = "whsec_billing";

export interface BillingStack {
  readonly db: TestDatabase;
  readonly stripe: CheckedStripe;
  /** Calls the local Stripe's control API, `checkout/cs_1/complete`. */
  control(path: string, body?: object): Promise<Record<string, unknown>>;
  /** Waits until every event that was sent has arrived here. */
  settleDeliveries(): Promise<void>;
  stop(): Promise<void>;
}

/** Real Postgres and the local Stripe, every call and event held to Stripe's contract, and an endpoint for its events. */
export async function startBillingStack(
  environment: Readonly<Record<string, string>> = {},
): Promise<BillingStack> {
  const endpoint = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const { port } = endpoint.address() as AddressInfo;
  const webhookUrl = `http://127.0.0.1:${port}/api/webhooks/stripe`;
  const stripe = await startCheckedStripe({ apiKey: API_KEY, webhookUrl, webhookSecret: SECRET });
  const db = await createTestDatabase({
    environment: {
      STRIPE_SECRET_KEY: API_KEY,
      STRIPE_API_URL: stripe.proxy.url,
      STRIPE_WEBHOOK_SECRETS: SECRET,
      ...environment,
    },
  });
  await syncCatalog({ stripe: stripe.stripe, sql: database() });

  const control: BillingStack["control"] = async (path, body = {}) => {
    const answer = await fetch(`${stripe.local.url}/_local/${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    db,
    stripe,
    control,
    async settleDeliveries() {
      for (;;) {
        const waiting = stripe.local.world.state.deliveries.all().filter((each) => each.state === "pending");
        if (waiting.length === 0) return;
        await sleep(10);
      }
    },
    async stop() {
      await stripe.close();
      await new Promise((resolve) => endpoint.close(resolve));
      await db.drop();
    },
  };
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const header = request.headers["stripe-signature"];
  const delivery = { rawBody: await buffer(request), signature: typeof header === "string" ? header : null };
  const { status, body } = await receiveStripeEvent(makeContext(), delivery).then(
    (receipt) => ({ status: 200, body: receipt }),
    (error: unknown) => ({
      status: error instanceof DomainError ? error.status : 500,
      body: { error: String(error) },
    }),
  );
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
