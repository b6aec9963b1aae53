import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLocalStripe, type LocalStripe } from "@/local/stripe/create-local-stripe";

const KEY = "sk_test_http";
const SECRET = "whsec_test";

interface Received {
  event: Stripe.Event;
  headers: Record<string, unknown>;
}

let local: LocalStripe;
let stripe: Stripe;
let receiver: Server;
let receiverUrl: string;
let received: Received[] = [];
let answerWith = 200;

const sdk = (target: LocalStripe, retries = 0) =>
  new Stripe(KEY, {
    host: "127.0.0.1",
    port: target.port,
    protocol: "http",
    maxNetworkRetries: retries,
    telemetry: false,
  });

async function control(route: string, body: object = {}, method = "POST"): Promise<Record<string, unknown>> {
  const answer = await fetch(`${local.url}/_local${route}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
  });
  return (await answer.json()) as Record<string, unknown>;
}

async function until(condition: () => boolean, milliseconds = 5_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > end) throw new Error("It did not happen in time.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const event = new Stripe(KEY).webhooks.constructEvent(
        Buffer.concat(chunks),
        String(request.headers["stripe-signature"]),
        SECRET,
      );
      received.push({ event, headers: request.headers });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  receiverUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hook`;
  local = await createLocalStripe({ apiKey: KEY, webhookUrl: receiverUrl, webhookSecret: SECRET });
  stripe = sdk(local);
});
afterAll(async () => {
  await local.close();
  receiver.close();
});

describe("refusals", () => {
  it.each([
    ["GET", "/v1/nonsense", 404, "invalid_request_error"],
    ["PUT", "/v1/customers", 404, "invalid_request_error"],
    ["GET", "/v2/core/accounts", 404, "invalid_request_error"],
    ["GET", "/v1/customers/cus_none", 404, "invalid_request_error"],
    ["POST", "/v1/customer_sessions", 400, "invalid_request_error"],
  ])("%s %s answers %i in Stripe's envelope", async (method, route, status, type) => {
    const answer = await fetch(local.url + route, { method, headers: { authorization: `Bearer ${KEY}` } });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { type, message: expect.any(String) } });
  });

  it("asks for the right key", async () => {
    await expect(
      new Stripe("sk_test_wrong_key", {
        host: "127.0.0.1",
        port: local.port,
        protocol: "http",
      }).customers.list(),
    ).rejects.toMatchObject({ statusCode: 401, type: "StripeAuthenticationError" });
    expect((await fetch(`${local.url}/v1/customers`)).status).toBe(401);
  });

  it("speaks only the version of the installed package", async () => {
    const answer = await fetch(`${local.url}/v1/customers`, {
      headers: { authorization: `Bearer ${KEY}`, "stripe-version": "2020-08-27" },
    });
    expect(answer.status).toBe(400);
  });

  it("names a parameter that it does not simulate instead of ignoring it", async () => {
    await expect(
      stripe.subscriptions.create({ customer: "cus_x", items: [], application_fee_percent: 5 }),
    ).rejects.toMatchObject({ code: "local_stripe_unsupported", param: "application_fee_percent" });
  });
});

describe("idempotency keys", () => {
  it("give the first answer again, and act once", async () => {
    const first = await stripe.customers.create({ email: "once@example.com" }, { idempotencyKey: "k1" });
    const again = await stripe.customers.create({ email: "once@example.com" }, { idempotencyKey: "k1" });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect((await stripe.customers.list({ email: "once@example.com" })).data).toHaveLength(1);
  });

  it("are refused with other parameters", async () => {
    await expect(
      stripe.customers.create({ email: "other@example.com" }, { idempotencyKey: "k1" }),
    ).rejects.toMatchObject({ statusCode: 400, type: "StripeIdempotencyError" });
  });

  it("conflict while the first request is under way", async () => {
    await control("/faults", { kind: "slow", path: "/v1/products", count: 1, delayMs: 300 });
    const first = stripe.products.create({ name: "slow" }, { idempotencyKey: "k2" });
    await new Promise((resolve) => setTimeout(resolve, 80));
    await expect(stripe.products.create({ name: "slow" }, { idempotencyKey: "k2" })).rejects.toMatchObject({
      statusCode: 409,
    });
    expect((await first).name).toBe("slow");
  });

  it("keep a declined card's answer", async () => {
    const params = {
      amount: 500,
      currency: "usd",
      payment_method: "pm_card_visa_chargeDeclined",
      confirm: true,
    };
    const ids: unknown[] = [];
    for (let attempt = 0; attempt < 2; attempt++)
      await stripe.paymentIntents
        .create(params, { idempotencyKey: "k3" })
        .catch((error: { payment_intent?: { id: string } }) => ids.push(error.payment_intent?.id));
    expect(ids[0]).toMatch(/^pi_/);
    expect(ids[1]).toBe(ids[0]);
  });
});

describe("faults", () => {
  it("after which a retry with the same key finds what the first request did", async () => {
    for (const kind of ["error_after", "cut", "error", "rate_limit", "down"]) {
      await control("/faults", { kind, path: "/v1/coupons", method: "POST", count: 1 });
      const coupon = await sdk(local, 2).coupons.create({ percent_off: 10, name: kind });
      expect(coupon.name).toBe(kind);
    }
    expect((await stripe.coupons.list({ limit: 100 })).data).toHaveLength(5);
  });
});

describe("webhooks", () => {
  beforeEach(async () => {
    await until(() => local.world.state.deliveries.all().every((delivery) => delivery.state !== "pending"));
    received = [];
  });

  it("are signed with real time and carry the event that the API lists", async () => {
    const customer = await stripe.customers.create({ email: "hook@example.com" });
    await until(() =>
      received.some(({ event }) => event.type === "customer.created" && event.data.object.id === customer.id),
    );
    const { event } = received.find(
      ({ event: candidate }) => candidate.type === "customer.created",
    ) as Received;
    expect((await stripe.events.retrieve(event.id)).type).toBe("customer.created");
    expect(event.request?.id).toMatch(/^req_/);
  });

  it("are tried again when they are not answered with success", async () => {
    answerWith = 500;
    await stripe.customers.create({ email: "again@example.com" });
    await until(() => received.length === 1);
    answerWith = 200;
    await until(() => received.length === 2);
    expect(received[1]?.event.id).toBe(received[0]?.event.id);
  });

  it("can be held, repeated, dropped and sent again", async () => {
    await control("/webhooks/hold");
    const { id } = await stripe.customers.create({ email: "held@example.com" });
    await stripe.customers.update(id, { name: "Held" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(received).toHaveLength(0);
    expect(await control("/webhooks/drop", { type: "customer.updated" })).toEqual({ dropped: 1 });
    expect(await control("/webhooks/release", { times: 3, shuffle: true })).toEqual({ released: 3 });
    await until(() => received.length === 3);
    await control(`/events/${received[0]?.event.id}/resend`, { times: 20 });
    await until(() => received.length === 23);
    expect(new Set(received.map(({ event }) => event.id)).size).toBe(1);
  });
});

describe("state", () => {
  it("comes back from a snapshot", async () => {
    await control("/snapshot", { name: "before" });
    const { id } = await stripe.customers.create({ email: "late@example.com" });
    await control("/restore", { name: "before" });
    await expect(stripe.customers.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
    expect((await stripe.customers.list({ email: "once@example.com" })).data).toHaveLength(1);
  });

  it("survives a restart, with what is due and what is undelivered", async () => {
    const stateDir = mkdtempSync(path.join(tmpdir(), "local-stripe-"));
    const first = await createLocalStripe({
      apiKey: KEY,
      stateDir,
      webhookUrl: "http://127.0.0.1:9/nobody",
      webhookSecret: SECRET,
    });
    const before = sdk(first);
    const clock = await before.testHelpers.testClocks.create({ frozen_time: 1_775_000_000 });
    const customer = await before.customers.create({ email: "kept@example.com", test_clock: clock.id });
    const card = await before.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    const price = await before.prices.create({
      product_data: { name: "Pro" },
      currency: "usd",
      unit_amount: 1_490,
      recurring: { interval: "month" },
    });
    const made = await before.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      default_payment_method: card.id,
    });
    await first.close();
    received = [];
    const second = await createLocalStripe({
      apiKey: KEY,
      stateDir,
      webhookUrl: receiverUrl,
      webhookSecret: SECRET,
    });
    const after = sdk(second);
    expect(await after.subscriptions.retrieve(made.id)).toEqual(
      expect.objectContaining({ status: "active" }),
    );
    await after.testHelpers.testClocks.advance(clock.id, { frozen_time: 1_775_000_000 + 32 * 86_400 });
    await until(() => second.world.state.testClocks.get(clock.id).status === "ready");
    expect(
      (await after.invoices.list({ subscription: made.id })).data.map((invoice) => invoice.status),
    ).toEqual(["paid", "paid"]);
    await until(() => received.some(({ event }) => event.type === "customer.created"));
    await second.close();
    rmSync(stateDir, { recursive: true });
  });
});
