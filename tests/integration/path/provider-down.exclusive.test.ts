import { afterEach, describe, expect, it } from "vitest";
import { accountPath } from "@/lib/platform/account-path";
import { get, post } from "./support/api";
import { executor } from "./support/executor";
import { localStripe } from "./support/local-stripe";
import { createKey, signUp, type Visitor } from "./support/people";
import { buy, untilSettled } from "./support/purchases";

afterEach(async () => {
  await localStripe.clearFaults();
  await executor.release();
});

/** Everything that shows our own state to somebody signed in. */
const listPages = ({ accountSlug }: Visitor): readonly string[] => [
  "/",
  "/pricing",
  ...["/dashboard", "/billing", "/usage", "/settings/api-keys"].map((path) => accountPath(accountSlug, path)),
  "/docs/api",
];
const PATHS = [
  "/api/billing/overview",
  "/api/billing/subscription",
  "/api/billing/invoices",
  "/api/usage",
  "/api/usage/limits",
  "/api/usage/history?feature=generations",
  "/api/account/api-keys",
  "/api/catalog",
] as const;

describe("our own state", () => {
  it("is shown without one request to the provider", async () => {
    const visitor = await signUp();
    await buy(visitor, "student_quarterly", "student");
    const { key } = await createKey(visitor);
    // Nothing but these pages may be at work while requests are counted.
    await executor.waitUntilIdle();
    await executor.hold();
    const room = 1_000;
    const counter = await localStripe.addFault({ kind: "slow", delayMs: 0, count: room });

    for (const path of [...listPages(visitor), ...PATHS]) {
      const answer = await get(path, { cookie: visitor.cookie });
      expect(answer.status, path).toBe(200);
    }
    expect((await post("/api/usage/track", { feature: "ats_scans" }, { key })).status).toBe(200);
    expect((await post("/api/usage/check", { feature: "ats_scans" }, { key })).status).toBe(200);

    expect(await localStripe.requestsSince(counter, room)).toBe(0);
    // The counter counts: a checkout does ask the provider.
    await post("/api/billing/checkout", { price: "lifetime" }, { cookie: visitor.cookie });
    expect(await localStripe.requestsSince(counter, room)).toBeGreaterThan(0);
  });

  it("is shown in full while the provider is down, and a purchase is refused with 503", async () => {
    const visitor = await signUp();
    const { customerId } = await buy(visitor, "student_quarterly", "student");
    // What Stripe still tells of the purchase would change when it was last synced.
    await untilSettled(customerId);
    const before = await get("/api/billing/overview", { cookie: visitor.cookie });
    await localStripe.addFault({ kind: "down", count: null });

    for (const path of [...listPages(visitor), ...PATHS]) {
      expect((await get(path, { cookie: visitor.cookie })).status, path).toBe(200);
    }
    expect(
      (await get(accountPath(visitor.accountSlug, "/billing"), { cookie: visitor.cookie })).text,
    ).toContain("$9.90");
    expect((await get("/api/billing/overview", { cookie: visitor.cookie })).body?.data).toEqual(
      before.body?.data,
    );

    const refused = await post("/api/billing/checkout", { price: "lifetime" }, { cookie: visitor.cookie });
    expect(refused.status).toBe(503);
    expect(refused.body?.error?.code).toBe("PROVIDER_UNAVAILABLE");
  });
});
