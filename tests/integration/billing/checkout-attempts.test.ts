import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { confirmCheckout, getOverview, startCheckout, syncCustomer } from "@/lib/billing";
import type { AccountContext } from "@/lib/platform/context";
import { makeAccountContext, makeContext } from "@/tests/support/context";
import { insertAccount, insertNewMember } from "@/tests/support/people";
import { drainQueue } from "@/tests/webhooks/support/webhook-bench";
import { type BillingStack, startBillingStack } from "./support/billing-stack";

// No queue listens: the test drains the outbox itself.
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
afterAll(() => stack.stop());
beforeEach(async () => {
  accountId = await insertAccount(stack.db.owner);
  const personId = await insertNewMember(stack.db.owner, accountId, "owner");
  owner = makeAccountContext({ accountId, personId, role: "owner" });
});

const pay = (sessionId: string, body: object) => stack.control(`checkout/${sessionId}/complete`, body);
/** Every event so far has arrived and was dealt with. */
async function settle(): Promise<void> {
  await stack.settleDeliveries();
  await drainQueue();
}
const receipts = async () => [
  ...(await stack.db.owner`
    select type, status, reason from provider_events
    where customer_id in (select id from customers where account_id = ${accountId}) order by received_at, id`),
];

describe.each([
  ["lifetime", "lifetime"],
  ["student_quarterly", "student"],
])("buying %s with a card that does not pay at first", (price, tier) => {
  it.each([
    ["is declined", { card: "4000000000000002" }, ["charge.failed", "payment_intent.payment_failed"]],
    [
      "fails its authentication",
      { card: "4000002760003184", authentication: "fail" },
      ["payment_intent.requires_action", "payment_intent.payment_failed"],
    ],
  ])(
    "that %s: nothing is given, every event has its receipt, and another card buys it",
    async (_how, bad, expected) => {
      const { sessionId } = await startCheckout(owner, { price }, { email: "ada@example.com", name: "Ada" });
      await pay(sessionId, bad);
      await settle();
      expect(await getOverview(owner)).toMatchObject({ plan: "free" });
      expect(await confirmCheckout(owner, sessionId)).toMatchObject({ state: "open" });
      const failed = await receipts();
      expect(failed.map(({ type }) => type)).toEqual(expect.arrayContaining(expected));
      for (const { status, reason } of failed) {
        expect(["handled", "ignored"]).toContain(status);
        if (status === "ignored") expect(reason).toBeTruthy();
      }
      await pay(sessionId, { card: "4242424242424242" });
      await settle();
      expect(await getOverview(owner)).toMatchObject({ plan: tier, status: "active" });
      expect((await receipts()).filter(({ status }) => status !== "handled" && status !== "ignored")).toEqual(
        [],
      );
      const [customer] = await stack.db.owner`select id from customers where account_id = ${accountId}`;
      expect(await syncCustomer(makeContext(), String(customer?.["id"]), { whole: true })).toMatchObject({
        changed: 0,
      });
    },
  );
});
