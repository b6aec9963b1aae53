import { expect, it } from "vitest";
import { computeStanding } from "@/lib/usage/compute/compute-standing";
import { describeLimit } from "@/lib/usage/compute/describe-limit";

const resetsAt = "2026-12-03T14:00:00.000Z";

it.each([
  [
    "ats_scans",
    { used: 5, limit: 5, remaining: 0, resetsAt },
    1,
    "ATS scans: all 5 used. New scans are refused until 3 Dec 2026, 14:00 UTC.",
  ],
  [
    "generations",
    { used: 9_990, limit: 10_000, remaining: 10, resetsAt },
    1_500,
    "AI generations: 9,990 of 10,000 used, and 1,500 more do not fit. They were not counted; the limit resets on 3 Dec 2026, 14:00 UTC.",
  ],
  [
    "resumes",
    { used: 1, limit: 1, remaining: 0, resetsAt: null },
    1,
    "Resumes: all 1 used. New resumes are refused on this plan.",
  ],
])("says of %s what happened, what did not, and what next", (feature, standing, quantity, words) => {
  expect(describeLimit(feature, standing, quantity)).toBe(words);
});

it("never shows less than nothing remaining, and no remainder without a limit", () => {
  expect(computeStanding({ used: 7, limitValue: 5, resetsAt: null }).remaining).toBe(0);
  expect(computeStanding({ used: 7, limitValue: null, resetsAt: null }).remaining).toBeNull();
});
