import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { billingJobs } from "@/lib/billing";
import { inngest } from "@/lib/platform/inngest";
import { startApp, type TestApp } from "@/tests/inngest/support/app";
import {
  control,
  EVENT_KEY,
  type Executor,
  SIGNING_KEY,
  startExecutor,
} from "@/tests/inngest/support/executor";
import { findFreePort } from "@/tests/inngest/support/postgres";
import { recorded, recordedEvent } from "./support/recorded";
import {
  deliver,
  insertCustomerAccount,
  readMirror,
  startWebhookBench,
  type WebhookBench,
} from "./support/webhook-bench";

let bench: WebhookBench;
let executor: Executor;
let app: TestApp;

/** The whole way: stored, sent by the outbox, run by the queue through the functions' own HTTP endpoint. */
beforeAll(async () => {
  const [queuePort, appPort] = [await findFreePort(), await findFreePort()];
  bench = await startWebhookBench({
    INNGEST_BASE_URL: `http://127.0.0.1:${queuePort}`,
    INNGEST_EVENT_KEY: EVENT_KEY,
    INNGEST_SIGNING_KEY: SIGNING_KEY,
  });
  executor = await startExecutor({
    databaseUrl: bench.db.superuserUrl,
    appUrl: `http://127.0.0.1:${appPort}/api/inngest`,
    port: queuePort,
    flags: ["--backoff-scale", "0.00001"],
  });
  app = await startApp(inngest(), billingJobs(), appPort);
  await control(executor, "/sync");
});
afterAll(async () => {
  await app.stop();
  await executor.stop();
  await bench.stop();
});

async function subscribe(customer: string): Promise<string> {
  const accountId = await insertCustomerAccount(bench.db, customer);
  const { world } = bench.provider;
  world.customers.set(customer, recorded.customer({ id: customer }));
  const subscription = recorded.subscription({ id: `sub_${customer}`, customer });
  world.subscriptions.set(subscription.id, subscription);
  return accountId;
}

const created = (customer: string, id = `evt_${customer}`) =>
  recordedEvent(
    id,
    "customer.subscription.created",
    recorded.subscription({ id: `sub_${customer}`, customer }),
  );

/** The event's row once it is no longer pending. */
async function settled(id: string): Promise<Record<string, unknown> | undefined> {
  for (;;) {
    const [row] = await bench.db.owner`select * from provider_events where id = ${id}`;
    if (row && row["status"] !== "pending") return row;
    await sleep(50);
  }
}

describe("the job behind a webhook", () => {
  it("handles what was delivered, without anybody asking", async () => {
    const accountId = await subscribe("cus_job");
    await deliver(created("cus_job"));
    expect(await settled("evt_cus_job")).toMatchObject({ status: "handled", attempts: 1 });
    expect(await readMirror(accountId)).toMatchObject({ account_plans: [{ tierKey: "pro" }] });
  });

  it("handles a burst of one customer's events one after the other, each once", async () => {
    await subscribe("cus_burst");
    const ids = Array.from({ length: 12 }, (_, place) => `evt_burst_${place}`);
    await Promise.all(ids.map((id) => deliver(created("cus_burst", id))));
    for (const id of ids) expect(await settled(id)).toMatchObject({ status: "handled", attempts: 1 });
  });

  it("tries again while the provider is down, and handles the event when it is back", async () => {
    const accountId = await subscribe("cus_outage");
    // It is back for the third try: tries follow one another so fast here that they could be used up before a test looks.
    bench.provider.beforeAnswer = async () => {
      const [row] = await bench.db.owner`select attempts from provider_events where id = 'evt_cus_outage'`;
      bench.provider.fault = Number(row?.["attempts"]) < 2 ? "cut" : null;
    };
    await deliver(created("cus_outage"));
    expect(await settled("evt_cus_outage")).toMatchObject({
      status: "handled",
      attempts: 3,
      last_error: null,
    });
    bench.provider.beforeAnswer = () => undefined;
    expect(await readMirror(accountId)).toMatchObject({ account_plans: [{ tierKey: "pro" }] });
  });

  it("gives an event up after its last try, and keeps it with the cause", async () => {
    await insertCustomerAccount(bench.db, "cus_poison");
    // An object that no mirror can be made of: it fails every time.
    const customer = { ...recorded.customer({ id: "cus_poison" }), invoice_settings: null as never };
    bench.provider.world.customers.set("cus_poison", customer);
    await deliver(recordedEvent("evt_poison", "customer.updated", customer));
    const row = await settled("evt_poison");
    expect(row).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("default_payment_method"),
    });
    expect(Number(row?.["attempts"])).toBe(21);
  });
});
