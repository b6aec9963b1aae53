import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { syncCustomer } from "@/lib/billing";
import { makeContext } from "@/tests/support/context";
import { recorded, recordedEvent } from "./support/recorded";
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

const CUSTOMER = "cus_longhistory";
const START = 1_798_761_600;
let bench: WebhookBench;
let accountId: string;

/** Ten years of monthly invoices, the first one never paid. */
beforeAll(async () => {
  bench = await startWebhookBench();
  accountId = await insertCustomerAccount(bench.db, CUSTOMER);
  const { world } = bench.provider;
  world.customers.set(CUSTOMER, recorded.customer({ id: CUSTOMER }));
  for (let month = 0; month < 120; month += 1) {
    const id = `in_${String(month).padStart(3, "0")}`;
    const status = month === 0 ? "open" : "paid";
    world.invoices.set(
      id,
      recorded.invoice({ id, customer: CUSTOMER, created: START + month * 2_600_000, status }),
    );
  }
  await syncCustomer(makeContext(), CUSTOMER);
});
afterAll(() => bench.stop());
afterEach(() => {
  bench.provider.requests.length = 0;
});

const invoiceOf = async (id: string) =>
  ((await readMirror(accountId))["invoices"] as { id: string }[]).find((each) => each.id === id);
const change = (id: string, overrides: Parameters<typeof recorded.invoice>[0]) => {
  const invoice = bench.provider.world.invoices.get(id);
  if (!invoice) throw new Error(`There is no ${id}.`);
  const after = { ...invoice, ...overrides };
  bench.provider.world.invoices.set(id, after);
  return after;
};

it("the first sync of a customer reads its whole history", async () => {
  expect((await readMirror(accountId))["invoices"]).toHaveLength(120);
  expect((await readMirror(accountId))["invoice_lines"]).toHaveLength(120);
});

it("a later sync reads one page of each kind and what is still open, however long the history is", async () => {
  expect(await syncCustomer(makeContext(), CUSTOMER)).toMatchObject({ changed: 0 });
  expect(bench.provider.requests.toSorted()).toEqual([
    "GET /v1/checkout/sessions",
    "GET /v1/customers/cus_longhistory",
    "GET /v1/customers/cus_longhistory/payment_methods",
    "GET /v1/invoices",
    "GET /v1/invoices/in_000",
    "GET /v1/subscriptions",
  ]);
});

it("an old invoice that was still open is seen when it is paid, although nothing names it", async () => {
  change("in_000", { status: "paid" });
  await syncCustomer(makeContext(), CUSTOMER);
  expect(await invoiceOf("in_000")).toMatchObject({ status: "paid" });
});

it("an old settled invoice is read when an event names it, even while another sync would have covered the event", async () => {
  const credited = change("in_005", { post_payment_credit_notes_amount: 500 });
  await deliver(recordedEvent("evt_old", "invoice.updated", credited));
  await syncCustomer(makeContext(), CUSTOMER);
  expect(await invoiceOf("in_005")).toMatchObject({ creditedCents: 0 });
  await drainQueue();
  expect(await invoiceOf("in_005")).toMatchObject({ creditedCents: 500 });
});

it("a credit note leads to its invoice", async () => {
  change("in_007", { post_payment_credit_notes_amount: 700 });
  const note = {
    object: "credit_note",
    id: "cn_1",
    created: START + 400_000_000,
    customer: CUSTOMER,
    invoice: "in_007",
  };
  await deliver(recordedEvent("evt_note", "credit_note.created", note));
  await drainQueue();
  expect(await invoiceOf("in_007")).toMatchObject({ creditedCents: 700 });
});

it("the whole can be read again when asked for", async () => {
  change("in_003", { amount_remaining: 3 });
  await syncCustomer(makeContext(), CUSTOMER);
  expect(await invoiceOf("in_003")).toMatchObject({ amountRemainingCents: 0 });
  await syncCustomer(makeContext(), CUSTOMER, { whole: true });
  expect(await invoiceOf("in_003")).toMatchObject({ amountRemainingCents: 3 });
});
