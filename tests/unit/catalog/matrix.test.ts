import { describe, expect, it } from "vitest";
import { catalog, computeTierLimits, getPrice, getTier, listPrices, publicCatalog } from "@/lib/catalog";
import { formatMoney } from "@/lib/platform/money";

const TIERS = ["free", "one_time", "pro", "premium", "student", "lifetime"];
const U = "unlimited";

/** A cell in the words of the matrix. */
function cell(tierKey: string, feature: string): string | number {
  const limit = computeTierLimits(catalog.features, getTier(tierKey)).find(
    (each) => each.feature === feature,
  );
  if (!limit) return "missing";
  if (limit.kind === "choice") return limit.choice ?? "missing";
  if (limit.kind === "switch") return limit.limit === 1 ? "yes" : "no";
  if (limit.limit === null) return U;
  const words = [
    limit.limit,
    limit.kind === "metered" && limit.reset === "never" ? "(once)" : "",
    limit.perSite ? "per site" : "",
    limit.overageMicros === null ? "" : `then ${limit.overageMicros} micros`,
  ].filter((word) => word !== "");
  return words.length === 1 ? limit.limit : words.join(" ");
}

describe("the matrix", () => {
  it.each([
    ["resumes", [1, "1 (once)", U, U, U, U]],
    ["ats_scans", [0, "1 (once)", 5, U, 5, U]],
    ["job_matches", [0, 3, 10, U, 10, U]],
    ["cover_letters", [0, 0, 5, U, 5, U]],
    ["generations", ["50 per site", "100 (once)", 1_000, "10000 then 10000 micros", 500, 5_000]],
    ["sites", [1, 1, 3, 25, 1, 10]],
    ["seats", [1, 1, 3, 10, 1, 5]],
    ["all_templates", ["no", "yes", "yes", "yes", "yes", "yes"]],
    ["portfolio", ["no", "no", "yes", "yes", "yes", "yes"]],
    ["analytics", ["no", "no", "no", "yes", "no", "yes"]],
    ["priority_support", ["no", "no", "no", "yes", "no", "yes"]],
    ["ai_model", ["gemini", "gpt-4o", "hybrid", "gpt-4o", "hybrid", "gpt-4o"]],
    ["api_requests", [10, 20, 100, 500, 100, 500]],
  ])("gives %s as sold", (feature, row) => {
    expect(TIERS.map((tier) => cell(tier, feature))).toEqual(row);
  });

  it("has these features and tiers, and no others", () => {
    expect(catalog.tiers.map(({ key }) => key)).toEqual(TIERS);
    expect(catalog.features).toHaveLength(13);
  });

  it.each([
    ["resumes", "metered", "month"],
    ["ats_scans", "metered", "month"],
    ["job_matches", "metered", "day"],
    ["cover_letters", "metered", "month"],
    ["generations", "metered", "month"],
    ["sites", "gauge", "never"],
    ["seats", "gauge", "never"],
    ["all_templates", "switch", "never"],
    ["ai_model", "choice", "never"],
    ["api_requests", "rate", "hour"],
  ])("counts %s as %s, reset by %s", (key, kind, reset) => {
    expect(catalog.features.find((feature) => feature.key === key)).toMatchObject({ kind, reset });
  });
});

describe("the prices", () => {
  it.each([
    ["free", "free", "none", "none", [0, 0, 0], null, null],
    ["one_time", "one_time", "once", "payment", [490, 4_900, 390], null, null],
    ["pro_monthly", "pro", "month", "subscription", [1_490, 14_900, 1_190], 14, null],
    ["pro_yearly", "pro", "year", "subscription", [14_900, 149_000, 11_900], 14, null],
    ["premium_monthly", "premium", "month", "subscription", [2_490, 24_900, 1_990], 14, null],
    ["premium_yearly", "premium", "year", "subscription", [24_900, 249_000, 19_900], 14, null],
    ["student_quarterly", "student", "quarter", "subscription", [990, 9_900, 790], null, null],
    ["lifetime", "lifetime", "once", "payment", [4_990, 49_900, 3_990], null, null],
    ["pack_1", "credits", "once", "payment", [1_299, 99_900, 999], null, 100],
    ["pack_2", "credits", "once", "payment", [4_999, 399_900, 3_999], null, 500],
    ["pack_3", "credits", "once", "payment", [8_999, 699_900, 6_999], null, 1_000],
  ])("sells %s exactly so", (key, tierKey, interval, mode, [usd, inr, gbp], trialDays, credits) => {
    expect(getPrice(key)).toMatchObject({
      tierKey,
      interval,
      mode,
      amounts: { usd, inr, gbp },
      trialDays,
      credits,
    });
  });

  it("are eleven, and one that does not exist is refused by name", () => {
    expect(listPrices()).toHaveLength(11);
    expect(() => getPrice("gold")).toThrow("There is no price gold. There are free, one_time, pro_monthly");
  });

  it("read as they are drawn", () => {
    const { amounts } = getPrice("pro_yearly");
    expect(
      Object.entries(amounts).map(([currency, amountCents]) => formatMoney({ currency, amountCents })),
    ).toEqual(["$149.00", "₹1,490.00", "£119.00"]);
  });
});

describe("the words on the cards", () => {
  const highlights = (key: string) => publicCatalog().tiers.find((tier) => tier.key === key)?.highlights;

  it("say of the steady plans what the pricing page draws", () => {
    expect(highlights("free")).toEqual([
      "50 AI generations per site a month",
      "1 resume a month",
      "1 site, 1 seat",
      "Gemini model",
    ]);
    expect(highlights("pro")).toEqual([
      "1,000 AI generations a month",
      "Unlimited resumes",
      "5 ATS scans and 5 cover letters a month",
      "10 job matches a day",
      "3 sites, 3 seats",
    ]);
    expect(highlights("premium")).toEqual([
      "10,000 AI generations a month, then $0.01 each",
      "Unlimited scans, matches and letters",
      "25 sites, 10 seats",
      "Analytics and priority support",
      "GPT-4o for every call",
    ]);
  });

  it("say once where a limit does not reset", () => {
    expect(highlights("one_time")).toEqual([
      "100 AI generations once",
      "1 resume and 1 ATS scan once",
      "3 job matches a day",
      "All templates",
    ]);
  });
});
