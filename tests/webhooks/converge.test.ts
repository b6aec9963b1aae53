import fc from "fast-check";
import type Stripe from "stripe";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { handleProviderEvent, syncCustomer } from "@/lib/billing";
import { newId } from "@/lib/platform/ids";
import { makeContext } from "@/tests/support/context";
import { recorded, recordedEvent, recordedItem, recordedList } from "./support/recorded";
import type { ProviderWorld } from "./support/recorded-provider";
import {
  deliver,
  drainQueue,
  insertCustomerAccount,
  readMirror,
  startWebhookBench,
  type WebhookBench,
} from "./support/webhook-bench";

// No queue listens: the tests drain the outbox themselves.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let bench: WebhookBench;
beforeAll(async () => {
  bench = await startWebhookBench();
});
afterAll(() => bench.stop());

/** All events fall into one second, as they do: their order cannot be read from them. */
const SECOND = 1_798_761_600;

type Change =
  | { kind: "status"; subscription: number; status: Stripe.Subscription.Status }
  | { kind: "price"; subscription: number; price: string }
  | { kind: "cancel"; subscription: number; at: number | null }
  | { kind: "invoice"; invoice: number; status: Stripe.Invoice.Status }
  | { kind: "card"; card: number; attached: boolean }
  | { kind: "default"; card: number }
  | { kind: "purchase"; tier: "lifetime" | "one_time"; refunded: boolean };

const index = fc.integer({ min: 0, max: 2 });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constant("status" as const),
    subscription: index,
    status: fc.constantFrom("active", "trialing", "past_due", "unpaid", "paused", "canceled"),
  }),
  fc.record({
    kind: fc.constant("price" as const),
    subscription: index,
    price: fc.constantFrom("price_pro", "price_premium"),
  }),
  fc.record({
    kind: fc.constant("cancel" as const),
    subscription: index,
    at: fc.constantFrom(null, SECOND + 86_400),
  }),
  fc.record({
    kind: fc.constant("invoice" as const),
    invoice: index,
    status: fc.constantFrom("draft", "open", "paid", "void", "uncollectible"),
  }),
  fc.record({ kind: fc.constant("card" as const), card: index, attached: fc.boolean() }),
  fc.record({ kind: fc.constant("default" as const), card: index }),
  fc.record({
    kind: fc.constant("purchase" as const),
    tier: fc.constantFrom("lifetime", "one_time"),
    refunded: fc.boolean(),
  }),
);

/** Makes the change at the provider and returns the event that it sends. */
function apply(world: ProviderWorld, customer: string, id: string, change: Change): object {
  switch (change.kind) {
    case "status":
    case "price":
    case "cancel": {
      const name = `sub_${change.subscription}_${customer}`;
      const before =
        world.subscriptions.get(name) ?? recorded.subscription({ id: name, customer, created: SECOND });
      const after: Stripe.Subscription = { ...before };
      if (change.kind === "status") after.status = change.status;
      if (change.kind === "price") after.items = recordedList([recordedItem(change.price)]);
      if (change.kind === "cancel") after.cancel_at = change.at;
      world.subscriptions.set(name, after);
      return recordedEvent(id, "customer.subscription.updated", after);
    }
    case "invoice": {
      const name = `in_${change.invoice}_${customer}`;
      const after = recorded.invoice({ id: name, customer, status: change.status, created: SECOND });
      world.invoices.set(name, after);
      return recordedEvent(id, "invoice.updated", after);
    }
    case "card": {
      const method = recorded.paymentMethod({ id: `pm_${change.card}_${customer}`, customer });
      if (change.attached) world.paymentMethods.set(method.id, method);
      else world.paymentMethods.delete(method.id);
      const detached = { ...method, customer: null };
      return change.attached
        ? recordedEvent(id, "payment_method.attached", method)
        : recordedEvent(id, "payment_method.detached", detached, {
            data: { object: detached, previous_attributes: { customer } },
          });
    }
    case "default": {
      const after = recorded.customer({ id: customer });
      after.invoice_settings = {
        ...after.invoice_settings,
        default_payment_method: `pm_${change.card}_${customer}`,
      };
      world.customers.set(customer, after);
      return recordedEvent(id, "customer.updated", after);
    }
    case "purchase": {
      const session = recorded.purchaseSession({
        id: `cs_${change.tier}_${customer}`,
        customer,
        created: SECOND,
      });
      const [item] = session.line_items?.data ?? [];
      if (item?.price) item.price.id = `price_${change.tier}`;
      const intent = session.payment_intent as Stripe.PaymentIntent;
      (intent.latest_charge as Stripe.Charge).refunded = change.refunded;
      world.sessions.set(session.id, session);
      return recordedEvent(id, "checkout.session.completed", session);
    }
  }
}

/** What the plan must be, said without the code under test. */
function expectedTier(world: ProviderWorld, customer: string): string {
  const tiers = [...world.subscriptions.values()]
    .filter((each) => each.customer === customer && ["active", "trialing", "past_due"].includes(each.status))
    .map((each) => (each.items.data[0]?.price.id === "price_premium" ? "premium" : "pro"));
  if (tiers.length > 0) return tiers.includes("premium") ? "premium" : "pro";
  for (const tier of ["lifetime", "one_time"]) {
    const session = world.sessions.get(`cs_${tier}_${customer}`);
    const intent = session?.payment_intent as Stripe.PaymentIntent | undefined;
    if (intent && !(intent.latest_charge as Stripe.Charge).refunded) return tier;
  }
  return "free";
}

it("any shuffle of any events, duplicated and handled at once, ends in what the provider says", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ change, copies: fc.integer({ min: 1, max: 3 }), late: fc.nat(6) }), {
        minLength: 1,
        maxLength: 10,
      }),
      async (steps) => {
        const customer = `cus_${newId().replaceAll("-", "")}`;
        const accountId = await insertCustomerAccount(bench.db, customer);
        const { world } = bench.provider;
        world.customers.set(customer, recorded.customer({ id: customer }));
        // An event arrives up to six changes after its own, as often as it likes, and is handled beside others.
        const pending: { due: number; event: object; id: string }[] = [];
        for (const [place, step] of steps.entries()) {
          const id = `evt_${newId()}`;
          const event = apply(world, customer, id, step.change);
          for (let copy = 0; copy < step.copies; copy += 1)
            pending.push({ due: place + step.late + copy, event, id });
          const due = pending.filter((each) => each.due <= place);
          await Promise.all(
            due.map(async (each) => {
              await deliver(each.event);
              await handleProviderEvent(makeContext(), each.id);
            }),
          );
          for (const each of due) pending.splice(pending.indexOf(each), 1);
        }
        await Promise.all(pending.toReversed().map((each) => deliver(each.event)));
        await drainQueue();

        const rows = await readMirror(accountId);
        const plan = rows["account_plans"]?.[0] as { tierKey: string } | undefined;
        expect(plan?.tierKey ?? "free").toBe(expectedTier(world, customer));
        for (const each of world.subscriptions.values()) {
          if (each.customer !== customer) continue;
          const row = (rows["subscriptions"] as { id: string; status: string }[]).find(
            ({ id }) => id === each.id,
          );
          expect(row?.status).toBe(each.status);
        }
        expect((rows["payment_methods"] ?? []).length).toBe(
          [...world.paymentMethods.values()].filter((each) => each.customer === customer).length,
        );
        // Nothing is left over that a whole new read would find.
        expect(await syncCustomer(makeContext(), customer, { whole: true })).toMatchObject({
          changed: 0,
          events: 0,
        });
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
