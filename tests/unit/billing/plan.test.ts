import { describe, expect, it } from "vitest";
import { choosePrimary } from "@/lib/billing/compute/choose-primary";
import { computeNextInvoice } from "@/lib/billing/compute/compute-next-invoice";
import { computePlan, listUnpaidStarts } from "@/lib/billing/compute/compute-plan";
import { computeTierRank } from "@/lib/billing/compute/tier-rank";
import { invoiceRow, purchaseRow, subscriptionRow } from "./rows";

const at = (day: string) => new Date(`2027-${day}T00:00:00Z`);
const plan = (facts: Partial<Parameters<typeof computePlan>[0]>) =>
  computePlan({
    accountId: "account",
    accountCreatedAt: at("01-01"),
    currentVersion: 3,
    subscriptions: [],
    purchases: [],
    unpaidStarts: new Set(),
    ...facts,
  });

describe("the plan in force", () => {
  it.each([
    ["trialing", "pro"],
    ["active", "pro"],
    ["past_due", "pro"],
    ["unpaid", "free"],
    ["paused", "free"],
    ["incomplete", "free"],
    ["canceled", "free"],
    ["a_status_of_next_year", "free"],
  ])("with a subscription that is %s is %s", (status, tierKey) => {
    expect(plan({ subscriptions: [subscriptionRow({ status })] }).tierKey).toBe(tierKey);
  });

  it("is free of the current catalog, counted from the account's making, without anything bought", () => {
    expect(plan({})).toEqual({
      accountId: "account",
      tierKey: "free",
      catalogVersion: 3,
      priceKey: "free",
      source: "free",
      sourceId: null,
      status: "active",
      anchorAt: at("01-01"),
      accessUntil: null,
    });
  });

  it("is the subscription before a lifetime purchase, that before a one-time one", () => {
    const lifetime = purchaseRow();
    const once = purchaseRow({ id: "cs_2", priceKey: "one_time", tierKey: "one_time" });
    expect(plan({ subscriptions: [subscriptionRow()], purchases: [once, lifetime] }).tierKey).toBe("pro");
    expect(plan({ purchases: [once, lifetime] })).toMatchObject({ tierKey: "lifetime", sourceId: "cs_1" });
    expect(plan({ purchases: [once] })).toMatchObject({ tierKey: "one_time", source: "purchase" });
  });

  it.each(["refunded", "processing", "failed"] as const)("is not a purchase that is %s", (status) => {
    expect(plan({ purchases: [purchaseRow({ status })] }).tierKey).toBe("free");
  });

  it.each([
    ["a debit of the first invoice is on its way or came back", {}, "free"],
    ["the first invoice is given up on", { status: "uncollectible" }, "free"],
    ["the first invoice is paid", { status: "paid" }, "pro"],
    ["the first invoice was sent to be paid later", { attemptCount: 0 }, "pro"],
    ["a renewal is open", { billingReason: "subscription_cycle" }, "pro"],
    ["another subscription's start is open", { subscriptionId: "sub_2" }, "pro"],
  ])("with an active subscription is, while %s, %s", (_when, invoice, tierKey) => {
    const unpaidStarts = listUnpaidStarts([invoiceRow(invoice)]);
    expect(plan({ subscriptions: [subscriptionRow()], unpaidStarts }).tierKey).toBe(tierKey);
  });

  it("is not a pack of credits", () => {
    expect(plan({ purchases: [purchaseRow({ tierKey: "credits", priceKey: "pack_1" })] }).tierKey).toBe(
      "free",
    );
  });

  it("ends by itself when the subscription is set to end, and counts months from its anchor", () => {
    const cancelAt = at("02-15");
    const anchor = at("01-15");
    expect(
      plan({ subscriptions: [subscriptionRow({ cancelAt, billingCycleAnchor: anchor })] }),
    ).toMatchObject({
      accessUntil: cancelAt,
      anchorAt: anchor,
    });
  });

  it("is not given by a price that the catalog does not know", () => {
    expect(
      plan({ subscriptions: [subscriptionRow({ tierKey: "free", priceKey: "price_by_hand" })] }),
    ).toMatchObject({
      source: "free",
    });
  });
});

describe("the primary subscription", () => {
  const older = at("01-01");
  const newer = at("03-01");
  it.each([
    [
      "a live one before a paused one of a higher tier",
      [
        ["a", "paused", "premium", older],
        ["b", "past_due", "pro", newer],
      ],
      "b",
    ],
    [
      "a paused one before an ended one",
      [
        ["a", "canceled", "premium", newer],
        ["b", "paused", "pro", older],
      ],
      "b",
    ],
    [
      "the higher tier of two live ones",
      [
        ["a", "active", "pro", older],
        ["b", "trialing", "premium", newer],
      ],
      "b",
    ],
    [
      "the older of two alike",
      [
        ["a", "active", "pro", newer],
        ["b", "active", "pro", older],
      ],
      "b",
    ],
    [
      "the latest of the ended ones",
      [
        ["a", "canceled", "premium", older],
        ["b", "canceled", "pro", newer],
      ],
      "b",
    ],
    ["none that never began", [["a", "incomplete_expired", "pro", older]], null],
    ["none of none", [], null],
  ] as const)("is %s", (_name, rows, primary) => {
    const subscriptions = rows.map(([id, status, tierKey, providerCreatedAt]) => ({
      id,
      status,
      tierKey,
      providerCreatedAt,
    }));
    expect(choosePrimary(subscriptions)).toBe(primary);
    expect(choosePrimary(subscriptions.toReversed())).toBe(primary);
  });
});

it("ranks tiers by what they cost a month, whatever the interval", () => {
  const ranked = ["premium", "pro", "student", "lifetime"].map((tier) => computeTierRank(tier));
  expect(ranked).toEqual(ranked.toSorted((left, right) => right - left));
  expect(computeTierRank("student")).toBe(330);
  expect(computeTierRank("free")).toBe(0);
});

describe("the next invoice", () => {
  const facts = {
    status: "active",
    quantity: 3,
    currency: "usd",
    unitAmountCents: 1490,
    periodEnd: at("02-01"),
    cancelAt: null,
  };
  it("is quantity times price at the end of the period", () => {
    expect(computeNextInvoice(facts)).toEqual({ amountCents: 4470, currency: "usd", at: at("02-01") });
  });
  it.each([
    ["it ends by then", { cancelAt: at("02-01") }],
    ["it is paused", { status: "paused" }],
    ["it has ended", { status: "canceled" }],
    ["its price depends on use", { unitAmountCents: null }],
  ])("is none when %s", (_name, overrides) => {
    expect(computeNextInvoice({ ...facts, ...overrides })).toBeNull();
  });
});
