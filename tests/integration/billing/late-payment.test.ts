import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { confirmCheckout, getOverview, startCheckout } from "@/lib/billing";
import type { AccountContext } from "@/lib/platform/context";
import { makeAccountContext } from "@/tests/support/context";
import { insertAccount, insertNewMember } from "@/tests/support/people";
import { drainQueue, readMirror } from "@/tests/webhooks/support/webhook-bench";
import { type BillingStack, startBillingStack } from "./support/billing-stack";

// No queue listens: the tests drain the outbox themselves.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let stack: BillingStack;
let accountId: string;
let owner: AccountContext;

beforeAll(async () => {
  stack = await startBillingStack();
});
afterAll(async () => {
  const violations = stack.stripe.violations();
  await stack.stop();
  expect(violations).toEqual([]);
});
beforeEach(async () => {
  accountId = await insertAccount(stack.db.owner);
  const personId = await insertNewMember(stack.db.owner, accountId, "owner");
  owner = makeAccountContext({ accountId, personId, role: "owner" });
});
afterEach(async () => {
  await handleEvents();
});

async function handleEvents() {
  await stack.settleDeliveries();
  return (await drainQueue()).filter((event) => event.data["accountId"] === accountId);
}

/** Buys something with a bank debit: the session is complete, the money is days away. */
async function buy(price: string): Promise<string> {
  const buyer = { email: "ada@example.com", name: "Ada Larkfield" };
  const { sessionId } = await startCheckout(owner, { price }, buyer);
  await stack.control(`checkout/${sessionId}/complete`, { debit: "000123456789" });
  return sessionId;
}

const settle = (sessionId: string, outcome: "succeeded" | "failed") =>
  stack.control(`checkout/${sessionId}/settle`, { outcome });
const eventRow = async (type: string) => {
  const rows = await stack.db.owner`
    select status, reason from provider_events where type = ${type} order by received_at desc limit 1`;
  return rows[0];
};

describe("a subscription whose first payment is a bank debit", () => {
  it("gives no plan while the debit is under way, and the plan once it is paid", async () => {
    const sessionId = await buy("student_quarterly");
    expect((await handleEvents()).map((event) => event.name)).not.toContain("billing/plan.changed");
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({ state: "processing", planKey: "free" });
    expect(await getOverview(owner)).toMatchObject({ plan: "free", status: "active" });
    await settle(sessionId, "succeeded");
    const told = (await handleEvents()).map((event) => event.name);
    expect(told.filter((name) => name === "billing/plan.changed")).toHaveLength(1);
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({
      state: "complete",
      planKey: "student",
      paid: { amountCents: 990, currency: "usd" },
    });
    expect(await eventRow("checkout.session.async_payment_succeeded")).toMatchObject({ status: "handled" });
  });

  it("never gave a plan when the debit comes back", async () => {
    const sessionId = await buy("student_quarterly");
    await handleEvents();
    await settle(sessionId, "failed");
    expect((await handleEvents()).map((event) => event.name)).not.toContain("billing/plan.changed");
    expect(await confirmCheckout(owner, sessionId)).toMatchObject({ state: "processing", planKey: "free" });
    expect(await getOverview(owner)).toMatchObject({ plan: "free", status: "past_due" });
    expect(await eventRow("checkout.session.async_payment_failed")).toMatchObject({ status: "handled" });
  });
});

describe("a purchase by bank debit", () => {
  it.each([
    ["succeeded", "paid", "lifetime"],
    ["failed", "failed", "free"],
  ] as const)("that %s is %s in the end and gives %s", async (outcome, status, plan) => {
    const sessionId = await buy("lifetime");
    await handleEvents();
    expect((await readMirror(accountId))["purchases"]).toMatchObject([{ status: "processing" }]);
    expect(await getOverview(owner)).toMatchObject({ plan: "free" });
    await settle(sessionId, outcome);
    await handleEvents();
    expect((await readMirror(accountId))["purchases"]).toMatchObject([{ status }]);
    expect(await getOverview(owner)).toMatchObject({ plan });
  });
});

describe("a report of usage that could not be counted", () => {
  it("is a thin event: stored, and ignored with its reason", async () => {
    await stack.stripe.stripe.billing.meterEvents.create({
      event_name: "nobody_counts_this",
      payload: { value: "1" },
    });
    await stack.control("meters/report");
    await handleEvents();
    expect(await eventRow("v1.billing.meter.no_meter_found")).toMatchObject({
      status: "ignored",
      reason: expect.stringContaining("a name that no meter has"),
    });
  });
});
