import { describe, expect, it } from "vitest";
import { dataOf, get, post } from "./support/api";
import { sql } from "./support/database";
import { listCustomerEvents, payCheckout, stripe } from "./support/local-stripe";
import { createKey, signUp } from "./support/people";
import {
  buy,
  findCustomerId,
  openReturnPage,
  readOverview,
  startCheckout,
  untilPlan,
  untilSettled,
} from "./support/purchases";
import { until } from "./support/until";
import { deliver } from "./support/webhooks";

interface Invoices {
  readonly invoices: readonly {
    readonly totalCents: number;
    readonly status: string;
    readonly currency: string;
  }[];
}

describe("buying a plan", () => {
  it("lifts the limit that refused, as soon as the return page has been opened", async () => {
    const visitor = await signUp();
    const first = await createKey(visitor);
    const track = (key: string) => post("/api/usage/track", { feature: "resumes" }, { key });
    expect((await track(first.key)).status).toBe(200);
    const refused = await track(first.key);
    expect(refused.status).toBe(403);
    expect(refused.body?.error).toMatchObject({
      code: "LIMIT_REACHED",
      feature: "resumes",
      used: 1,
      limit: 1,
    });

    await buy(visitor, "student_quarterly", "student");

    expect((await track(first.key)).status).toBe(200);
    const { invoices } = dataOf<Invoices>(await get("/api/billing/invoices", { cookie: visitor.cookie }));
    expect(invoices).toMatchObject([{ totalCents: 990, currency: "usd", status: "paid" }]);
  });

  it("starts a trial, and charges nothing for it", async () => {
    const visitor = await signUp();
    await buy(visitor, "pro_monthly", "pro");
    expect(await readOverview(visitor)).toMatchObject({ status: "trialing", priceKey: "pro_monthly" });
    const { invoices } = dataOf<Invoices>(await get("/api/billing/invoices", { cookie: visitor.cookie }));
    expect(invoices.map(({ totalCents }) => totalCents)).toEqual([0]);
  });

  it("gives a bought plan for good, with its invoice, without a subscription", async () => {
    const visitor = await signUp();
    await buy(visitor, "lifetime", "lifetime");
    const { invoices } = dataOf<Invoices>(await get("/api/billing/invoices", { cookie: visitor.cookie }));
    expect(invoices).toMatchObject([{ totalCents: 4990, status: "paid" }]);
    const subscription = await get("/api/billing/subscription", { cookie: visitor.cookie });
    expect(subscription.status).toBe(200);
    expect(subscription.body?.data).toBeNull();
  });

  it("needs no visit of the return page: the webhook alone brings the plan", async () => {
    const visitor = await signUp();
    const { sessionId } = await startCheckout(visitor, "pro_monthly");
    await payCheckout(sessionId);
    expect(await untilPlan(visitor, "pro")).toMatchObject({ status: "trialing" });
  });

  it("does not show a checkout to another account", async () => {
    const visitor = await signUp();
    const stranger = await signUp();
    const { sessionId } = await startCheckout(visitor, "pro_monthly");
    await payCheckout(sessionId);
    const page = await get(`/a/${stranger.accountSlug}/billing/return?session_id=${sessionId}`, {
      cookie: stranger.cookie,
    });
    // The page's frame has been sent before it is known that there is nothing to show in it.
    expect(page.text).toContain("NEXT_HTTP_ERROR_FALLBACK;404");
    expect(page.text).not.toContain("You have");
    expect(await readOverview(stranger)).toMatchObject({ plan: "free" });
  });

  it("refuses a second subscription by name and leaves the first as it is", async () => {
    const visitor = await signUp();
    await buy(visitor, "pro_monthly", "pro");
    const second = await post(
      "/api/billing/checkout",
      { price: "premium_monthly" },
      { cookie: visitor.cookie },
    );
    expect(second.status).toBe(409);
    expect(second.body?.error).toMatchObject({ code: "CONFLICT", reason: "already_subscribed" });
    expect(await readOverview(visitor)).toMatchObject({ plan: "pro" });
  });
});

describe("one event, delivered again and again", () => {
  it("has one effect when it comes 20 times at once", async () => {
    const visitor = await signUp();
    const { customerId } = await buy(visitor, "student_quarterly", "student");
    const events = await listCustomerEvents(customerId);
    const paid = events.find(({ type }) => type === "invoice.paid");
    if (!paid) throw new Error(`No invoice.paid among ${events.map(({ type }) => type).join(", ")}.`);
    // The same fact under an id of its own, so that Stripe's own delivery of it does not count here.
    const event = { ...paid, id: `${paid.id}again` };
    const body = JSON.stringify(event);
    const invoicesBefore =
      await sql`select id, status, amount_paid_cents from invoices where account_id = ${visitor.accountId}`;

    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(body)));

    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const receipts = answers.map((answer) => dataOf<{ eventId: string; duplicate: boolean }>(answer));
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    const stored = await until("the event is handled", async () => {
      const rows = await sql<{ status: string; deliveries: number; attempts: number }[]>`
        select status, deliveries, attempts from provider_events where id = ${event.id}`;
      return rows[0]?.status === "handled" && rows;
    });
    expect(stored).toEqual([{ status: "handled", deliveries: 20, attempts: 1 }]);
    const queued = await sql`
      select id from outbox where name = 'billing/provider_event.received' and data ->> 'eventId' = ${event.id}`;
    expect(queued).toHaveLength(1);
    expect(
      await sql`select id, status, amount_paid_cents from invoices where account_id = ${visitor.accountId}`,
    ).toEqual(invoicesBefore);
    const announced = await sql`
      select data from outbox where name = 'billing/invoice.paid' and data::text like ${`%${visitor.accountId}%`}`;
    expect(announced).toHaveLength(1);
  });

  it("announces a plan that came by webhook and return page at once only once", async () => {
    const visitor = await signUp();
    const { sessionId } = await startCheckout(visitor, "student_quarterly");
    await payCheckout(sessionId);
    await Promise.all(Array.from({ length: 4 }, () => openReturnPage(visitor, sessionId)));
    await untilPlan(visitor, "student");
    await untilSettled(await findCustomerId(visitor.accountId));
    for (const name of ["billing/plan.changed", "billing/invoice.paid"]) {
      const rows =
        await sql`select id from outbox where name = ${name} and data::text like ${`%${visitor.accountId}%`}`;
      expect(rows, name).toHaveLength(1);
    }
    const plans = await sql`select tier_key from account_plans where account_id = ${visitor.accountId}`;
    expect(plans).toEqual([{ tier_key: "student" }]);
  });
});

describe("starting a checkout many times at once", () => {
  it("makes one session, whoever of the account asks", async () => {
    const visitor = await signUp();
    const partner = await signUp();
    await sql`insert into members (account_id, person_id, role) values (${visitor.accountId}, ${partner.personId}, 'owner')`;
    const ask = (cookie: string) =>
      post("/api/billing/checkout", { price: "pro_monthly" }, { cookie }, { "x-account": visitor.accountId });

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => [ask(visitor.cookie), ask(partner.cookie)]).flat(),
    );

    const sessions = answers.map((answer) => dataOf<{ sessionId: string }>(answer).sessionId);
    expect(new Set(sessions).size).toBe(1);
    const customerId = await findCustomerId(visitor.accountId);
    const { data } = await stripe.checkout.sessions.list({ customer: customerId });
    expect(data.map(({ id }) => id)).toEqual([sessions[0]]);
    const rows = await sql`select status from checkout_sessions where account_id = ${visitor.accountId}`;
    expect(rows).toEqual([{ status: "open" }]);
  });

  it("lets one person start ten in a quarter of an hour and says when the next may come", async () => {
    const visitor = await signUp();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        post("/api/billing/checkout", { price: "pro_monthly" }, { cookie: visitor.cookie }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    for (const { headers, body } of refused) {
      expect(body?.error?.code).toBe("RATE_LIMITED");
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
      expect(headers.get("ratelimit-limit")).toBe("10");
      expect(headers.get("ratelimit-remaining")).toBe("0");
    }
  });
});
