import { describe, expect, it } from "vitest";
import { checkUsageSchema, trackUsageSchema, usageEventSchema } from "@/lib/usage/schemas";

describe("a track body", () => {
  it.each([
    ["one event", { feature: "resumes" }],
    [
      "all fields",
      {
        feature: "resumes",
        quantity: 1_000_000,
        idempotencyKey: "x".repeat(255),
        occurredAt: "2026-11-21T12:00:00+05:30",
        properties: { a: [1, null, { b: "😀" }] },
      },
    ],
    ["text that looks like an escape", { feature: "resumes", properties: { a: "\\u0000" } }],
    ["1,000 events", { events: Array.from({ length: 1_000 }, () => ({ feature: "resumes" })) }],
  ])("may be %s", (_what, body) => {
    expect(trackUsageSchema.safeParse(body).success).toBe(true);
  });

  it.each<[string, unknown]>([
    ["nothing", {}],
    ["text", "resumes"],
    ["a list", [{ feature: "resumes" }]],
    ["a feature in capitals", { feature: "Resumes" }],
    ["quantity 0", { feature: "resumes", quantity: 0 }],
    ["a negative quantity", { feature: "resumes", quantity: -1 }],
    ["half a unit", { feature: "resumes", quantity: 0.5 }],
    ["a quantity as text", { feature: "resumes", quantity: "1" }],
    ["more than a million", { feature: "resumes", quantity: 1_000_001 }],
    ["an empty key", { feature: "resumes", idempotencyKey: "" }],
    ["a key of 256 characters", { feature: "resumes", idempotencyKey: "x".repeat(256) }],
    ["a key that cannot be stored", { feature: "resumes", idempotencyKey: "a\0b" }],
    ["a time without offset", { feature: "resumes", occurredAt: "2026-11-21T12:00:00" }],
    ["a time that is none", { feature: "resumes", occurredAt: "2026-02-30T12:00:00Z" }],
    ["properties that are a list", { feature: "resumes", properties: [1] }],
    ["properties over 4 KB", { feature: "resumes", properties: { a: "x".repeat(4_090) } }],
    ["properties that cannot be stored", { feature: "resumes", properties: { a: "\0" } }],
    ["half a surrogate pair", { feature: "resumes", properties: { a: "\ud83d" } }],
    ["half a pair in a key", { feature: "resumes", idempotencyKey: "\ude00" }],
    ["an unknown field", { feature: "resumes", accountId: "x" }],
    ["no events", { events: [] }],
    ["1,001 events", { events: Array.from({ length: 1_001 }, () => ({ feature: "resumes" })) }],
    ["events and an event", { events: [{ feature: "resumes" }], feature: "resumes" }],
  ])("may not be %s", (_what, body) => {
    expect(trackUsageSchema.safeParse(body).success).toBe(false);
  });

  it("counts one unit unless it says otherwise", () => {
    expect(usageEventSchema.parse({ feature: "resumes" })).toEqual({ feature: "resumes", quantity: 1 });
  });

  it.each<[unknown, string]>([
    [{ events: [{ feature: "resumes" }, { feature: "resumes", quantity: "1" }] }, "events.1.quantity"],
    [{ feature: "resumes", quantity: 0 }, "quantity"],
    [{}, "feature"],
    [{ feature: "a", events: [{ feature: "a" }] }, "events"],
  ])("says where %j is wrong", (body, path) => {
    expect(trackUsageSchema.safeParse(body).error?.issues.map((issue) => issue.path.join("."))).toEqual([
      path,
    ]);
  });
});

it("refuses a check with fields it does not know", () => {
  expect(checkUsageSchema.safeParse({ feature: "resumes", idempotencyKey: "x" }).success).toBe(false);
});
