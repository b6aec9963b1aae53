import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { control, until } from "./support/control";
import { type Receiver, startReceiver } from "./support/receiver";

let receiver: Receiver;
let checked: CheckedStripe;

beforeEach(async () => {
  receiver = await startReceiver();
  checked = await startCheckedStripe({ webhookUrl: receiver.url, webhookSecret: "whsec_test" });
});
afterEach(async () => {
  await checked.close();
  await receiver.close();
});

const seed = (body: object) => control(checked.local.url, "/seed", body);
const world = () => checked.local.world;

describe("seeding", () => {
  it("makes customers who came over the months, with everything that fell due since", async () => {
    const began = world().now();
    const done = await seed({ customers: 40, subscriptions: 30, months: 6, wait: true });
    expect(done).toMatchObject({ state: "done", made: { customers: 40, subscriptions: 30 }, error: null });
    const customers = world().state.customers.all();
    const created = customers.map((customer) => customer.created);
    expect(created).toEqual([...created].sort((a, b) => a - b));
    expect(Math.min(...created)).toBeLessThan(began - 170 * 86_400);
    expect(Math.max(...created)).toBeLessThanOrEqual(world().now());
    const statuses = new Set(
      world()
        .state.subscriptions.all()
        .map(({ status }) => status),
    );
    for (const status of ["active", "canceled"]) expect(statuses).toContain(status);
    // somebody of the first month has been billed each month since
    const counts = new Map<string | null, number>();
    for (const { customer } of world().state.invoices.all())
      counts.set(customer, (counts.get(customer) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeGreaterThanOrEqual(6);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(7);
    for (const invoice of world().state.invoices.all())
      expect(invoice.created).toBeLessThanOrEqual(world().now());
    // nothing is left to fall due in the past
    expect(world().queue.peek(null, world().now())).toBeNull();
  });

  it("tells nobody, but keeps the events", async () => {
    await seed({ set: "studio", wait: true });
    expect((await checked.stripe.events.list({ limit: 100 })).has_more).toBe(true);
    const { id } = await checked.stripe.customers.create({ email: "after@example.com" });
    await until(() => receiver.received.length > 0);
    expect(receiver.received.map(({ event }) => (event.data.object as { id: string }).id)).toEqual([id]);
  });

  it("makes the same shop of the same wish", async () => {
    const names = () =>
      world()
        .state.customers.all()
        .map(({ name, email }) => `${name} ${email}`);
    await seed({ customers: 15, months: 2, wait: true });
    const first = names();
    await control(checked.local.url, "/reset");
    await seed({ customers: 15, months: 2, wait: true });
    expect(names()).toEqual(first);
  });

  it("says how far it is, lets calls through and sends their events, and refuses a second one meanwhile", async () => {
    expect(await control(checked.local.url, "/seed", {}, "GET")).toMatchObject({
      state: "idle",
      sets: { studio: { customers: 12 } },
    });
    expect(await seed({ customers: 300, months: 6 })).toMatchObject({ state: "running", customers: 300 });
    await expect(seed({ set: "studio" })).rejects.toThrow("Seeding is under way already.");
    const { id } = await checked.stripe.customers.create({ email: "meanwhile@example.com" });
    const halfway = await control(checked.local.url, "/seed", {}, "GET");
    expect(halfway).toMatchObject({ state: "running", reached: expect.any(Number) });
    await until(() => receiver.received.length > 0);
    expect(receiver.received.map(({ event }) => (event.data.object as { id: string }).id)).toEqual([id]);
    for (;;) {
      const progress = await control(checked.local.url, "/seed", {}, "GET");
      if (progress["state"] !== "running") {
        expect(progress).toMatchObject({ state: "done", made: { customers: 300, subscriptions: 300 } });
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it.each([
    [{}, "give a set or a number of customers"],
    [{ set: "studio", customers: 3 }, "one of the two"],
    [{ set: "galaxy" }, "studio"],
    [{ customers: 2, subscriptions: 3 }, "a customer has one at most"],
    [{ customers: 0 }, "customers"],
  ])("refuses %j with a sentence", async (body, sentence) => {
    await expect(seed(body)).rejects.toThrow(sentence);
  });
});

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
