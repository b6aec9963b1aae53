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
/** So many that a fast machine, too, is still at it after some calls. */
const MANY = { customers: 300 };
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

  const shop = () => ({
    customers: world()
      .state.customers.all()
      .map(({ name, email, address }) => `${name} ${email} ${address?.country}`),
    invoices: world()
      .state.invoices.all()
      .map(({ status, total, billing_reason }) => `${status} ${total} ${billing_reason}`),
    refunds: world()
      .state.refunds.all()
      .map(({ amount }) => amount),
    disputes: world()
      .state.disputes.all()
      .map(({ amount, reason, status }) => `${status} ${amount} ${reason}`),
  });

  it("makes the same shop of the same seed, and another of another", async () => {
    const wish = { customers: 30, months: 3, wait: true };
    await seed({ ...wish, seed: 7 });
    const first = shop();
    await control(checked.local.url, "/reset");
    await seed({ ...wish, seed: 7 });
    expect(shop()).toEqual(first);
    await control(checked.local.url, "/reset");
    await seed({ ...wish, seed: 8 });
    expect(shop().customers).not.toEqual(first.customers);
    expect(shop().invoices).not.toEqual(first.invoices);
  });

  it.each([1, 2, 3])(
    "has of everything that goes wrong, in the smallest set too, and counts it (seed %i)",
    async (number) => {
      const { made } = await seed({ set: "studio", seed: number, wait: true });
      const { state } = world();
      const statuses: Record<string, number> = {};
      for (const { status } of state.invoices.all())
        statuses[String(status)] = (statuses[String(status)] ?? 0) + 1;
      expect(statuses).toMatchObject({ paid: expect.any(Number), open: expect.any(Number) });
      expect(made).toEqual({
        customers: 12,
        subscriptions: 10,
        refunds: 1,
        disputes: 1,
        invoices: statuses,
      });
      expect(state.refunds.size).toBe(1);
      expect(state.disputes.size).toBe(1);
      expect(state.charges.all().filter(({ disputed }) => disputed)).toHaveLength(1);
      const unpaid = state.invoices.all().filter(({ status, due_date }) => status === "open" && due_date);
      expect(unpaid).toHaveLength(1);
      expect(unpaid[0]?.due_date).toBeGreaterThan(world().now());
    },
  );

  it("ends with a reset, and can be begun again at once", async () => {
    await seed({ ...MANY, months: 6 });
    for (const route of ["/snapshot", "/clock/advance"])
      await expect(
        control(checked.local.url, route, route === "/snapshot" ? {} : { days: 1 }),
      ).rejects.toThrow("Seeding is under way");
    await control(checked.local.url, "/reset");
    expect(await control(checked.local.url, "/seed", {}, "GET")).toMatchObject({ state: "stopped" });
    expect(world().state.customers.size).toBe(0);
    expect(await seed({ set: "studio", wait: true })).toMatchObject({ state: "done", error: null });
    expect(world().state.customers.size).toBe(12);
  });

  it("says how far it is, lets calls through and sends their events, and refuses a second one meanwhile", async () => {
    expect(await control(checked.local.url, "/seed", {}, "GET")).toMatchObject({
      state: "idle",
      sets: { studio: { customers: 12 } },
    });
    expect(await seed({ ...MANY, months: 6 })).toMatchObject({ state: "running", ...MANY });
    await expect(seed({ set: "studio" })).rejects.toThrow("Seeding is under way already.");
    const { id } = await checked.stripe.customers.create({ email: "meanwhile@example.com" });
    const halfway = await control(checked.local.url, "/seed", {}, "GET");
    expect(halfway).toMatchObject({ state: "running", reached: expect.any(Number) });
    await until(() => receiver.received.length > 0);
    expect(receiver.received.map(({ event }) => (event.data.object as { id: string }).id)).toEqual([id]);
    for (;;) {
      const progress = await control(checked.local.url, "/seed", {}, "GET");
      if (progress["state"] !== "running") {
        expect(progress).toMatchObject({ state: "done", made: { ...MANY, subscriptions: 300 } });
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it.each([
    [{}, "give a set or a number of customers"],
    [{ set: "studio", customers: 3 }, "one of the two"],
    [{ set: "studio", months: 3 }, "a set decides"],
    [{ customers: 1, seed: -1 }, "seed"],
    [{ customers: 1, seed: 1.5 }, "seed"],
    [{ customers: 1, colour: "red" }, "colour"],
    [{ set: "galaxy" }, "studio"],
    [{ customers: 2, subscriptions: 3 }, "a customer has one subscription at most"],
    [{ customers: 0 }, "customers"],
  ])("refuses %j with a sentence", async (body, sentence) => {
    await expect(seed(body)).rejects.toThrow(sentence);
  });
});
