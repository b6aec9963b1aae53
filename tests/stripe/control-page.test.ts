import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";

let checked: CheckedStripe;

beforeEach(async () => {
  checked = await startCheckedStripe({ webhookUrl: "http://127.0.0.1:9/hook", webhookSecret: "whsec_test" });
});
afterEach(() => checked.close());

const world = () => checked.local.world;

describe("the control page's buttons", () => {
  const press = async (route: string, fields: Record<string, string> = {}) => {
    const answer = await fetch(`${checked.local.url}/_local${route}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    expect(answer.status).toBe(303);
    return await (await fetch(new URL(answer.headers.get("location") ?? "", checked.local.url))).text();
  };
  const said = (page: string, role: "status" | "alert") =>
    new RegExp(`role="${role}">([^<]*)`).exec(page)?.[1] ?? "";

  it.each([
    ["/clock/advance", { days: "2" }, "The clock has moved; 0 things fell due."],
    ["/snapshot", { name: "before" }, "Kept everything as &quot;before&quot;."],
    ["/webhooks/hold", {}, "Deliveries are held from now on."],
    ["/webhooks/release", {}, "Released 0 deliveries."],
    ["/webhooks/drop", {}, "Dropped 0 deliveries."],
    ["/webhooks/duplicate", { times: "3" }, "Each new event is sent 3 times."],
    ["/snapshot", { name: "2026" }, "Kept everything as &quot;2026&quot;."],
    [
      "/faults",
      { kind: "slow", path: "/v1/coupons", count: "2" },
      "The fault slow waits for calls to /v1/coupons.",
    ],
    ["/faults/clear", {}, "Nothing goes wrong any more."],
    ["/settings", { retryDays: "1,4", afterLastRetry: "unpaid" }, "The settings have been changed."],
    ["/seed", { set: "studio" }, "Seeding 12 customers over 3 months has begun."],
    ["/reset", {}, "Everything is gone."],
  ])("%s says what it did", async (route, fields, sentence) => {
    expect(said(await press(route, fields), "status")).toBe(sentence);
  });

  it("say what is wrong, on the page", async () => {
    expect(said(await press("/settings", { retryDays: "5,2" }), "alert")).toBe("days must grow");
    expect(said(await press("/restore", { name: "never" }), "alert")).toContain("There is no snapshot");
    expect(world().settings.retryDays).toEqual([3, 8, 15]);
  });

  it("do nothing for a page of another origin", async () => {
    const answer = await fetch(`${checked.local.url}/_local/reset`, {
      method: "POST",
      headers: { origin: "http://evil.example" },
      body: new URLSearchParams(),
    });
    expect(answer.status).toBe(403);
  });
});
