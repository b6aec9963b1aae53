import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataOf, get } from "./support/api";
import { sql } from "./support/database";
import { localStripe, payCheckout } from "./support/local-stripe";
import { signUp } from "./support/people";
import { findCustomerId, openReturnPage, readOverview, startCheckout, untilPlan } from "./support/purchases";
import { until } from "./support/until";

beforeEach(async () => {
  await localStripe.holdWebhooks();
});

afterEach(async () => {
  await localStripe.releaseWebhooks();
});

describe("webhooks that are held back", () => {
  it("do not keep the plan from showing on return, and change nothing when they come", async () => {
    const visitor = await signUp();
    const { sessionId } = await startCheckout(visitor, "student_quarterly");
    await payCheckout(sessionId);
    expect(await readOverview(visitor)).toMatchObject({ plan: "free" });

    const page = await openReturnPage(visitor, sessionId);

    expect(page).toContain("You have Student");
    expect(page).toContain("$9.90 paid");
    const overview = await get("/api/billing/overview", { cookie: visitor.cookie });
    expect(overview.body?.data).toMatchObject({ plan: "student", status: "active" });
    const customerId = await findCustomerId(visitor.accountId);
    expect(await sql`select id from provider_events where customer_id = ${customerId}`).toHaveLength(0);

    const { released } = await localStripe.releaseWebhooks();
    expect(released).toBeGreaterThan(3);
    await until("every delivery is handled", async () => {
      const rows = await sql<{ status: string; type: string }[]>`
        select status, type from provider_events where customer_id = ${customerId}`;
      return (
        rows.some(({ type }) => type === "invoice.paid") && rows.every(({ status }) => status !== "pending")
      );
    });
    const after = dataOf<Record<string, unknown>>(
      await get("/api/billing/overview", { cookie: visitor.cookie }),
    );
    const { syncedAt: _later, ...same } = after;
    expect(overview.body?.data).toMatchObject(same);
    const announced = await sql`
      select name from outbox where name in ('billing/plan.changed', 'billing/invoice.paid')
        and data::text like ${`%${visitor.accountId}%`} order by name`;
    expect(announced.map(({ name }) => name)).toEqual(["billing/invoice.paid", "billing/plan.changed"]);
  });

  it("bring the plan whatever order and however often they come, with nobody on the return page", async () => {
    const visitor = await signUp();
    const { sessionId } = await startCheckout(visitor, "pro_monthly");
    await payCheckout(sessionId);
    expect(await readOverview(visitor)).toMatchObject({ plan: "free" });

    await localStripe.releaseWebhooks({ times: 3, shuffle: true });

    expect(await untilPlan(visitor, "pro")).toMatchObject({ status: "trialing", priceKey: "pro_monthly" });
    const subscriptions = await sql`select status from subscriptions where account_id = ${visitor.accountId}`;
    expect(subscriptions).toEqual([{ status: "trialing" }]);
  });
});
