import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCheckedStripe } from "@/tests/contract/checked-stripe";
import { control, until } from "./support/control";
import { startReceiver } from "./support/receiver";
import { runServer } from "./support/run-server";

let stateDir: string;

beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), "local-stripe-"));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

describe("state", () => {
  it("comes back from a snapshot", async () => {
    const { local, stripe, close } = await startCheckedStripe();
    await stripe.customers.create({ email: "early@example.com" });
    await control(local.url, "/snapshot", { name: "before" });
    const { id } = await stripe.customers.create({ email: "late@example.com" });
    await control(local.url, "/restore", { name: "before" });
    await expect(stripe.customers.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
    expect((await stripe.customers.list({ email: "early@example.com" })).data).toHaveLength(1);
    await close();
  });

  it("survives a restart, with what is due and what is undelivered", async () => {
    const nobody = "http://127.0.0.1:9/nobody";
    const first = await startCheckedStripe({ stateDir, webhookUrl: nobody, webhookSecret: "whsec_test" });
    const before = first.stripe;
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
    const receiver = await startReceiver();
    const second = await startCheckedStripe({
      stateDir,
      webhookUrl: receiver.url,
      webhookSecret: "whsec_test",
    });
    const after = second.stripe;
    expect(await after.subscriptions.retrieve(made.id)).toMatchObject({ status: "active" });
    await after.testHelpers.testClocks.advance(clock.id, { frozen_time: 1_775_000_000 + 32 * 86_400 });
    await until(() => second.local.world.state.testClocks.get(clock.id).status === "ready");
    const invoices = await after.invoices.list({ subscription: made.id });
    expect(invoices.data.map((invoice) => invoice.status)).toEqual(["paid", "paid"]);
    await until(() => receiver.received.some(({ event }) => event.type === "customer.created"));
    await second.close();
    await receiver.close();
  });

  it("loses nothing that waits for delivery when it is killed", { timeout: 300_000 }, async () => {
    const receiver = await startReceiver();
    receiver.answerWith(503);
    const flags = ["--state-dir", stateDir, "--webhook-url", receiver.url, "--webhook-secret", "whsec_test"];
    const first = await runServer(flags);
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, at) => first.stripe.customers.create({ email: `c${at}@example.com` })),
    );
    // some have been tried in vain, none has arrived
    await until(() => receiver.received.length > 10);
    await first.kill();
    receiver.answerWith(200);
    receiver.received.length = 0;
    const second = await runServer(flags);
    const arrived = () =>
      new Set(receiver.received.map(({ event }) => (event.data.object as { id: string }).id));
    await until(() => arrived().size === made.length);
    expect([...arrived()].sort()).toEqual(made.map(({ id }) => id).sort());
    expect((await second.stripe.customers.list({ limit: 100 })).data).toHaveLength(made.length);
    await second.stop();
    await receiver.close();
  });
});
