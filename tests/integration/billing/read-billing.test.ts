import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  findSubscription,
  getInvoice,
  getOverview,
  listInvoices,
  overview,
  syncCustomer,
} from "@/lib/billing";
import type { AccountContext } from "@/lib/platform/context";
import { holdClock, makeAccountContext, makeContext } from "@/tests/support/context";
import { insertAccount } from "@/tests/support/people";
import { recorded } from "@/tests/webhooks/support/recorded";
import {
  insertCustomerAccount,
  startWebhookBench,
  type WebhookBench,
} from "@/tests/webhooks/support/webhook-bench";

// No queue listens here.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

const CUSTOMER = "cus_reader";
const START = 1_798_761_600;
/** In the middle of the recorded period, whenever the test runs. */
const clock = holdClock(new Date((START + 10 * 86_400) * 1000));
let bench: WebhookBench;
let owner: AccountContext;
let stranger: AccountContext;

beforeAll(async () => {
  bench = await startWebhookBench();
  await bench.db.owner`
    insert into plan_limits (catalog_version, tier_key, feature, kind, reset, limit_value)
    values (1, 'pro', 'resumes', 'metered', 'month', null), (1, 'pro', 'ats_scans', 'metered', 'month', 5),
      (1, 'free', 'resumes', 'metered', 'month', 1), (1, 'free', 'ats_scans', 'metered', 'month', 0)`;
  const accountId = await insertCustomerAccount(bench.db, CUSTOMER);
  const other = await insertAccount(bench.db.owner, "Northbeam Ltd");
  owner = makeAccountContext({ accountId, personId: "user_o", role: "owner" }, { clock });
  stranger = makeAccountContext({ accountId: other, personId: "user_s", role: "owner" }, { clock });
  const { world } = bench.provider;
  world.customers.set(CUSTOMER, recorded.customer({ id: CUSTOMER }));
  world.paymentMethods.set("pm_recorded", recorded.paymentMethod({ customer: CUSTOMER }));
  world.subscriptions.set(
    "sub_recorded",
    recorded.subscription({ customer: CUSTOMER, cancel_at: START + 31 * 86_400 }),
  );
  for (let count = 0; count < 7; count += 1) {
    // Two of them in one second: the cursor must not lose or repeat either.
    const created = START + Math.floor(count / 2);
    world.invoices.set(`in_${count}`, recorded.invoice({ id: `in_${count}`, customer: CUSTOMER, created }));
  }
  await syncCustomer(makeContext(), CUSTOMER);
  bench.provider.requests.length = 0;
});
afterAll(() => bench.stop());
// Law: nothing of our own is shown by asking the provider.
afterEach(() => expect(bench.provider.requests).toEqual([]));

describe("the overview", () => {
  it("says plan, period, end, card and usage as the API promises", async () => {
    const answer = await getOverview(owner);
    expect(overview.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      plan: "pro",
      priceKey: "pro_monthly",
      status: "active",
      currency: "usd",
      periodStart: "2027-01-01T00:00:00.000Z",
      periodEnd: "2027-02-01T00:00:00.000Z",
      cancelAt: "2027-02-01T00:00:00.000Z",
      trialEnd: null,
      scheduledChange: null,
      nextInvoice: null,
      paymentMethod: { brand: "visa", last4: "4242", isDefault: true },
      syncedAt: expect.any(String),
    });
    expect(answer.usage).toContainEqual({
      feature: "ats_scans",
      used: 0,
      limit: 5,
      remaining: 5,
      resetsAt: expect.any(String),
    });
    expect(answer.usage).toContainEqual({
      feature: "resumes",
      used: 0,
      limit: null,
      remaining: null,
      resetsAt: expect.any(String),
    });
  });

  it("is free, active and empty for an account that never bought anything", async () => {
    expect(await getOverview(stranger)).toMatchObject({
      plan: "free",
      priceKey: "free",
      status: "active",
      currency: "usd",
      periodEnd: null,
      paymentMethod: null,
      nextInvoice: null,
      syncedAt: null,
    });
  });

  it("of a lifetime purchase is active without a period, whatever subscription was before it", async () => {
    const { account } = stranger;
    await bench.db.owner`
      insert into account_plans (account_id, tier_key, catalog_version, price_key, source, source_id, status, anchor_at)
      values (${account.id}, 'pro', 1, 'lifetime', 'purchase', 'cs_1', 'active', now())`;
    expect(await getOverview(stranger)).toMatchObject({
      priceKey: "lifetime",
      status: "active",
      periodEnd: null,
      nextInvoice: null,
    });
    await bench.db.owner`delete from account_plans where account_id = ${account.id}`;
  });

  it("is refused to a member who may not read billing", async () => {
    const member = makeAccountContext({ accountId: owner.account.id, personId: "user_m", role: "member" });
    await expect(getOverview(member)).rejects.toMatchObject({ status: 403 });
    await expect(listInvoices(member)).rejects.toMatchObject({ status: 403 });
    await expect(getInvoice(member, "in_0")).rejects.toMatchObject({ status: 403 });
    await expect(findSubscription(member)).rejects.toMatchObject({ status: 403 });
  });
});

describe("invoices", () => {
  it("come newest first in pages that neither lose nor repeat one", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listInvoices(owner, { limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.invoices.map((each) => each.id));
      expect(page.invoices.every((each) => each.lines.length === 1)).toBe(true);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["in_6", "in_5", "in_4", "in_3", "in_2", "in_1", "in_0"]);
  });

  it.each(["x", "bm9wZQ", Buffer.from("12:").toString("base64url")])(
    "refuse the foreign cursor %j with 400",
    async (cursor) => {
      await expect(listInvoices(owner, { cursor })).rejects.toMatchObject({
        status: 400,
        code: "INVALID_REQUEST",
      });
    },
  );

  it("can be read one by one, with lines and links", async () => {
    expect(await getInvoice(owner, "in_0")).toMatchObject({
      totalCents: 1788,
      taxCents: 298,
      hostedInvoiceUrl: "https://invoice.example.com/i/in_recorded",
      lines: [{ priceKey: "pro_monthly", amountCents: 1490 }],
    });
  });

  it("of another account are not found", async () => {
    await expect(getInvoice(stranger, "in_0")).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await listInvoices(stranger)).toEqual({ invoices: [], nextCursor: null });
    expect(await findSubscription(stranger)).toBeNull();
  });
});

it("the subscription is told without asking the provider", async () => {
  expect(await findSubscription(owner)).toMatchObject({
    id: "sub_recorded",
    plan: "pro",
    interval: "month",
    unitAmountCents: 1490,
  });
});
