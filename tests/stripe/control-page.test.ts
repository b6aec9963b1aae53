import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { control } from "./support/control";

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
    expect(said(await press("/settings", { retryDays: "5,2" }), "alert")).toBe("retryDays: days must grow");
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

describe("the control calls", () => {
  it.each([
    ["/clock/advance", {}, "The clock only goes forward"],
    ["/clock/advance", { days: 4_000 }, "ten years at a time at most"],
    ["/clock/advance", { to: 99_999_999_999 }, "ten years at a time at most"],
    ["/faults", { kind: "gremlin" }, "kind: Invalid option"],
    ["/faults", { kind: "down", path: "/v2/core" }, "path: faults hit calls under /v1"],
    ["/reset", { everything: true }, "everything"],
    ["/snapshot", { name: "../../etc" }, "name: it is made of letters, digits and dashes"],
    ["/webhooks/release", { times: 0 }, "times"],
    ["/events/evt_none/resend", {}, "There is no event evt_none."],
    ["/disputes", { charge: "ch_none" }, "Name a charge, or a payment intent, that was paid."],
    ["/checkout/cs_none/complete", {}, "There is no checkout session cs_none."],
  ])("%s refuses %j with a sentence, and nothing happens", async (route, body, sentence) => {
    await checked.stripe.customers.create({ email: "kept@example.com" });
    const now = world().now();
    await expect(control(checked.local.url, route, body)).rejects.toThrow(`400 {"error":{"message":"`);
    await expect(control(checked.local.url, route, body)).rejects.toThrow(sentence);
    expect(world().state.customers.size).toBe(1);
    expect(world().clockOffset).toBe(0);
    expect(world().now()).toBeLessThan(now + 60);
  });

  it("list the events of a type or a family, no more than were asked for", async () => {
    const { stripe, local } = checked;
    const { id } = await stripe.customers.create({ email: "a@example.com" });
    await stripe.customers.update(id, { email: "b@example.com" });
    await stripe.coupons.create({ percent_off: 10 });
    const types = async (query: string) =>
      ((await control(local.url, `/events${query}`, {}, "GET"))["data"] as { type: string }[]).map(
        ({ type }) => type,
      );
    expect(await types("?type=customer.*")).toEqual(["customer.updated", "customer.created"]);
    expect(await types("?type=customer.created")).toEqual(["customer.created"]);
    expect(await types("?limit=1")).toEqual(["coupon.created"]);
    await expect(types("?limit=many")).rejects.toThrow("limit");
  });
});
