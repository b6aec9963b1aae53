import { describe, expect, it } from "vitest";
import { describeRhythm } from "@/components/billing/describe-plan";
import type { PlanSummary } from "@/components/billing/types";
import { choosePrice, computeFreeMonths, findAmount, sortByPrice } from "@/components/catalog/compute-price";
import type { CatalogPlan } from "@/components/catalog/types";
import { findSpentLimit, joinNames } from "@/components/dashboard/describe-limits";
import { createFormat } from "@/components/format/create-format";
import { HOUSE_CHOICE } from "@/components/format/locale-styles";
import { computeExpiry } from "@/components/settings/key-expiry";

const format = createFormat(HOUSE_CHOICE);

function plan(tier: string, prices: CatalogPlan["prices"]): CatalogPlan {
  return {
    tier,
    name: tier,
    summary: "",
    prices,
    highlights: [],
    limits: {},
    act: { kind: "checkout", label: "Buy" },
  };
}

const pro = plan("pro", [
  { lookupKey: "pro_monthly", interval: "month", amounts: { usd: 1490 } },
  { lookupKey: "pro_yearly", interval: "year", amounts: { usd: 14900 } },
]);
const once = plan("one_time", [{ lookupKey: "one_time", interval: "once", amounts: { usd: 490 } }]);

describe("prices", () => {
  it("follow the interval, and stay as they are where there is only one", () => {
    expect(choosePrice(pro, "year")?.lookupKey).toBe("pro_yearly");
    expect(choosePrice(once, "year")?.lookupKey).toBe("one_time");
  });

  it("are absent in a currency that is not sold", () => {
    expect(findAmount({ usd: 1490 }, "gbp")).toBeNull();
    expect(findAmount({ usd: 1490 }, "USD")?.amountMinor).toBe(1490);
  });

  it("promise only the months that every plan gives", () => {
    const dear = plan("premium", [
      { lookupKey: "m", interval: "month", amounts: { usd: 1000 } },
      { lookupKey: "y", interval: "year", amounts: { usd: 11000 } },
    ]);
    expect(computeFreeMonths([pro, once], "usd")).toBe(2);
    expect(computeFreeMonths([pro, dear], "usd")).toBe(1);
    expect(computeFreeMonths([once], "usd")).toBe(0);
  });

  it("order the comparison from the cheapest", () => {
    expect(sortByPrice([pro, once], "usd").map((entry) => entry.tier)).toEqual(["one_time", "pro"]);
  });
});

describe("describeRhythm", () => {
  const base: PlanSummary = {
    tier: "pro",
    name: "Pro",
    status: "active",
    interval: "month",
    price: null,
    tax: null,
    periodEnd: "2026-12-03T14:00:00Z",
    trialEnd: null,
    cancelAt: null,
    endedAt: null,
    customerSince: null,
    scheduledChange: null,
  };

  it.each([
    [{}, "Monthly, renews on 3 Dec 2026"],
    [{ cancelAt: "2026-12-03T14:00:00Z" }, "Monthly until 3 Dec 2026, then Free"],
    [{ status: "trialing", trialEnd: "2026-12-05T00:00:00Z" }, "Trial until 5 Dec 2026, then monthly"],
    [{ status: "past_due" }, "Monthly, still active while we retry"],
    [{ status: "canceled", endedAt: "2026-11-01T00:00:00Z" }, "Ended on 1 Nov 2026"],
    [{ interval: null }, "No charges"],
    [{ interval: "once", periodEnd: null }, "Paid once, does not renew"],
  ] as const)("of %o says %s", (change, text) => {
    expect(describeRhythm({ ...base, ...change }, format)).toBe(text);
  });
});

describe("limits", () => {
  it("warn about what refuses work, not about a full gauge or a missing feature", () => {
    const reading = { label: "x", resetsAt: null };
    expect(
      findSpentLimit([
        { ...reading, feature: "seats", used: 3, limit: 3, kind: "gauge" },
        { ...reading, feature: "scans", used: 0, limit: 0, kind: "metered" },
        { ...reading, feature: "jobs", used: 10, limit: 10, kind: "metered" },
      ])?.feature,
    ).toBe("jobs");
  });

  it("are named in a sentence", () => {
    expect(joinNames(["Resumes"])).toBe("Resumes");
    expect(joinNames(["Resumes", "Scans", "Matches"])).toBe("Resumes, Scans and Matches");
  });
});

describe("computeExpiry", () => {
  it("ends a key after its days, or never", () => {
    expect(computeExpiry("30", Date.parse("2026-11-21T00:00:00Z"))).toBe("2026-12-21T00:00:00.000Z");
    expect(computeExpiry("never", 0)).toBeNull();
  });
});
