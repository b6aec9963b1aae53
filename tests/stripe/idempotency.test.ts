import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { control } from "./support/control";

let checked: CheckedStripe;
let stripe: Stripe;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
});
afterAll(() => checked.close());

describe("idempotency keys", () => {
  it("give the first answer again, and act once", async () => {
    const params = { email: "once@example.com" };
    const first = await stripe.customers.create(params, { idempotencyKey: "k1" });
    const again = await stripe.customers.create(params, { idempotencyKey: "k1" });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers).toMatchObject({
      "idempotent-replayed": "true",
      "idempotency-key": "k1",
      "original-request": first.lastResponse.requestId,
    });
    expect(first.lastResponse.headers).not.toHaveProperty("idempotent-replayed");
    expect((await stripe.customers.list({ email: "once@example.com" })).data).toHaveLength(1);
  });

  it("are refused with other parameters", async () => {
    await expect(
      stripe.customers.create({ email: "other@example.com" }, { idempotencyKey: "k1" }),
    ).rejects.toMatchObject({
      statusCode: 400,
      type: "StripeIdempotencyError",
      rawType: "idempotency_error",
    });
  });

  it("are refused for another path", async () => {
    await expect(stripe.products.create({ name: "Pro" }, { idempotencyKey: "k1" })).rejects.toMatchObject({
      statusCode: 400,
      rawType: "idempotency_error",
    });
  });

  it("conflict while the first request is under way", async () => {
    await control(checked.local.url, "/faults", {
      kind: "slow",
      path: "/v1/products",
      count: 1,
      delayMs: 2_000,
    });
    // Whichever comes first is the slow one: the other finds the key in use.
    const answers = await Promise.allSettled(
      [1, 2].map(() => stripe.products.create({ name: "slow" }, { idempotencyKey: "k2" })),
    );
    expect(answers.toSorted((a, b) => a.status.localeCompare(b.status))).toMatchObject([
      { status: "fulfilled", value: { name: "slow" } },
      { status: "rejected", reason: { statusCode: 409, code: "idempotency_key_in_use" } },
    ]);
  });

  it("keep a declined card's answer", async () => {
    const params = {
      amount: 500,
      currency: "usd",
      payment_method: "pm_card_visa_chargeDeclined",
      confirm: true,
    };
    const ids: unknown[] = [];
    for (let attempt = 0; attempt < 2; attempt++)
      await stripe.paymentIntents
        .create(params, { idempotencyKey: "k3" })
        .catch((error: { payment_intent?: { id: string } }) => ids.push(error.payment_intent?.id));
    expect(ids[0]).toMatch(/^pi_/);
    expect(ids[1]).toBe(ids[0]);
  });

  it("are not spent by a request that was refused before it began", async () => {
    await expect(
      stripe.customers.create({ colour: "red" } as never, { idempotencyKey: "k4" }),
    ).rejects.toMatchObject({ code: "parameter_unknown" });
    expect((await stripe.customers.create({ name: "Ada" }, { idempotencyKey: "k4" })).name).toBe("Ada");
  });
});

describe("faults", () => {
  it("after which a retry with the same key finds what the first request did", async () => {
    for (const kind of ["error_after", "cut", "error", "rate_limit", "down"]) {
      await control(checked.local.url, "/faults", { kind, path: "/v1/coupons", method: "POST", count: 1 });
      const coupon = await checked.client({ retries: 2 }).coupons.create({ percent_off: 10, name: kind });
      expect(coupon.name).toBe(kind);
    }
    expect((await stripe.coupons.list({ limit: 100 })).data).toHaveLength(5);
  });
});
