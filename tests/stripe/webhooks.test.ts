import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { control, until } from "./support/control";
import { type Receiver, startReceiver } from "./support/receiver";

const SECRET = "whsec_test";

let checked: CheckedStripe;
let stripe: Stripe;
let receiver: Receiver;
const verify = (body: string, signature: unknown, secret = SECRET) =>
  new Stripe("sk_test_x").webhooks.constructEvent(body, String(signature), secret);

beforeAll(async () => {
  receiver = await startReceiver();
  checked = await startCheckedStripe({ webhookUrl: receiver.url, webhookSecret: SECRET });
  stripe = checked.stripe;
});
afterAll(async () => {
  await checked.close();
  await receiver.close();
});
beforeEach(async () => {
  await until(() => checked.local.world.state.deliveries.all().every(({ state }) => state !== "pending"));
  receiver.received.length = 0;
});

/** Another endpoint, made through the API. */
async function makeEndpoint(enabled_events: Stripe.WebhookEndpointCreateParams.EnabledEvent[]) {
  const target = await startReceiver();
  const endpoint = await stripe.webhookEndpoints.create({ url: target.url, enabled_events });
  return { target, endpoint, secret: endpoint.secret ?? "" };
}

describe("an endpoint made through the API", () => {
  it("gets a secret of its own, shown once, and only the events it asked for", async () => {
    const { target, endpoint, secret } = await makeEndpoint(["customer.updated"]);
    expect(secret).toMatch(/^whsec_\w{32}$/);
    expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
    const { id } = await stripe.customers.create({ email: "filter@example.com" });
    await stripe.customers.update(id, { name: "Filtered" });
    await until(() => target.received.length === 1 && receiver.received.length === 2);
    const [got] = target.received;
    expect(verify(got?.body ?? "", got?.headers["stripe-signature"], secret).type).toBe("customer.updated");
    expect(() => verify(got?.body ?? "", got?.headers["stripe-signature"], SECRET)).toThrow(/signature/);
    await stripe.webhookEndpoints.del(endpoint.id);
    await target.close();
  });

  it("is sent nothing while it is disabled, and again after", async () => {
    const { target, endpoint } = await makeEndpoint(["customer.created"]);
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    const missed = await stripe.customers.create({ email: "missed@example.com" });
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: false });
    const seen = await stripe.customers.create({ email: "seen@example.com" });
    await until(() => target.received.length === 1);
    expect(target.received[0]?.event.data.object).toMatchObject({ id: seen.id });
    await until(() => receiver.received.length === 2);
    expect(receiver.received.map(({ event }) => (event.data.object as { id: string }).id).sort()).toEqual(
      [missed.id, seen.id].sort(),
    );
    await stripe.webhookEndpoints.del(endpoint.id);
    await target.close();
  });

  it.each([
    ["disabled", (id: string) => stripe.webhookEndpoints.update(id, { disabled: true })],
    ["deleted", (id: string) => stripe.webhookEndpoints.del(id)],
  ])("gets no further try once it is %s, and the event waits for it no longer", async (_what, stop) => {
    const { target, endpoint } = await makeEndpoint(["customer.created"]);
    target.answerWith(503);
    // The first try ends after the stop: however long that takes, no second one comes before it.
    const answer = target.holdAnswers();
    await stripe.customers.create({ email: "stopped@example.com" });
    await until(() => target.received.length === 1);
    const event = target.received[0]?.event.id ?? "";
    await until(() => receiver.received.length === 1);
    await stop(endpoint.id);
    answer();
    await until(() => checked.local.world.state.deliveries.all().every(({ state }) => state !== "pending"));
    expect(target.received).toHaveLength(1);
    expect(await stripe.events.retrieve(event)).toMatchObject({ pending_webhooks: 0 });
    await target.close();
  });

  it("only renders the version of the installed package, and says so", async () => {
    const made = await stripe.webhookEndpoints.create({
      url: "http://127.0.0.1:9/own",
      enabled_events: ["plan.created"],
      api_version: checked.local.world.apiVersion as Stripe.WebhookEndpointCreateParams.ApiVersion,
    });
    expect(made.api_version).toBe(checked.local.world.apiVersion);
    await stripe.webhookEndpoints.del(made.id);
    await expect(
      stripe.webhookEndpoints.create({
        url: "http://127.0.0.1:9/old",
        enabled_events: ["*"],
        api_version: "2020-08-27",
      }),
    ).rejects.toMatchObject({ param: "api_version" });
  });
});

describe("an event", () => {
  it("waits for each endpoint that has not answered with success", async () => {
    const { target, endpoint } = await makeEndpoint(["customer.created"]);
    target.answerWith(500);
    await control(checked.local.url, "/webhooks/hold");
    const { id } = await stripe.customers.create({ email: "pending@example.com" });
    const [event] = (await stripe.events.list({ type: "customer.created", limit: 1 })).data;
    expect(event).toMatchObject({ pending_webhooks: 2, data: { object: { id } } });
    await control(checked.local.url, "/webhooks/release");
    await until(() => receiver.received.length === 1 && target.received.length >= 1);
    await until(() => checked.local.world.state.deliveries.all().some(({ state }) => state === "delivered"));
    // as the endpoint saw it, and as it is now that one of two has answered
    expect(receiver.received[0]?.event.pending_webhooks).toBeGreaterThanOrEqual(1);
    await until(() => receiver.received.length === 1);
    expect(await stripe.events.retrieve(event?.id ?? "")).toMatchObject({ pending_webhooks: 1 });
    target.answerWith(200);
    await until(() => target.received.length >= 2);
    await until(() => checked.local.world.state.deliveries.all().every(({ state }) => state !== "pending"));
    expect(await stripe.events.retrieve(event?.id ?? "")).toMatchObject({ pending_webhooks: 0 });
    await stripe.webhookEndpoints.del(endpoint.id);
    await target.close();
  });

  it("is signed with the time of the world, however far its test clock is", async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 2_000_000_000 });
    await stripe.customers.create({ email: "far@example.com", test_clock: clock.id });
    const isFar = ({ event }: { event: Stripe.Event }) => event.type === "customer.created";
    await until(() => receiver.received.some(isFar));
    const far = receiver.received.find(isFar);
    expect(far?.event.created).toBe(2_000_000_000);
    const signedAt = Number(/^t=(\d+)/.exec(String(far?.headers["stripe-signature"]))?.[1]);
    expect(Math.abs(signedAt - Date.now() / 1000)).toBeLessThan(30);
  });

  it("carries two signatures while a secret is rolled, and one when the old one has expired", async () => {
    const { target, endpoint, secret } = await makeEndpoint(["customer.created"]);
    const rolled = await control(checked.local.url, `/webhooks/endpoints/${endpoint.id}/roll-secret`);
    const fresh = String(rolled["secret"]);
    await stripe.customers.create({ email: "rolled@example.com" });
    await until(() => target.received.length === 1);
    const both = target.received[0];
    expect(both?.headers["stripe-signature"]).toMatch(/^t=\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
    for (const good of [secret, fresh])
      expect(verify(both?.body ?? "", both?.headers["stripe-signature"], good).type).toBe("customer.created");
    const again = await control(checked.local.url, `/webhooks/endpoints/${endpoint.id}/roll-secret`, {
      overlapSeconds: 0,
    });
    await stripe.customers.create({ email: "expired@example.com" });
    await until(() => target.received.length === 2);
    const one = target.received[1];
    expect(one?.headers["stripe-signature"]).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
    expect(verify(one?.body ?? "", one?.headers["stripe-signature"], String(again["secret"]))).toBeTruthy();
    expect(() => verify(one?.body ?? "", one?.headers["stripe-signature"], fresh)).toThrow(/signature/);
    await stripe.webhookEndpoints.del(endpoint.id);
    await target.close();
  });
});

describe("webhooks", () => {
  it("are signed with real time and carry the event that the API lists", async () => {
    const customer = await stripe.customers.create({ email: "hook@example.com" });
    await until(() => receiver.received.length === 1);
    const [got] = receiver.received;
    const event = verify(got?.body ?? "", got?.headers["stripe-signature"]);
    expect(event).toMatchObject({ type: "customer.created", data: { object: { id: customer.id } } });
    expect((await stripe.events.retrieve(event.id)).type).toBe("customer.created");
    expect(event.request?.id).toMatch(/^req_/);
  });

  it("are tried again when they are not answered with success", async () => {
    receiver.answerWith(500);
    await stripe.customers.create({ email: "again@example.com" });
    await until(() => receiver.received.length === 1);
    receiver.answerWith(200);
    await until(() => receiver.received.length >= 2);
    const [first, second] = receiver.received;
    expect(second?.event.id).toBe(first?.event.id);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(950);
    // signed anew each time: a receiver refuses what is older than five minutes
    expect(second?.headers["stripe-signature"]).not.toBe(first?.headers["stripe-signature"]);
  });

  it("are tried again after longer and longer waits", async () => {
    receiver.answerWith(500);
    await stripe.customers.create({ email: "backoff@example.com" });
    const waiting = () => checked.local.world.state.deliveries.all().find(({ state }) => state === "pending");
    const waits: number[] = [];
    for (const tries of [1, 2, 3]) {
      await until(() => waiting()?.attempts.length === tries);
      const { attempts = [], nextAt } = waiting() ?? {};
      waits.push((nextAt ?? 0) - (attempts.at(-1)?.at ?? 0));
    }
    expect(waits.map((wait) => Math.round(wait / 1_000))).toEqual([1, 2, 5]);
    const [first = 0, second = 0, third = 0] = receiver.received.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(950);
    expect(third - second).toBeGreaterThanOrEqual(1_950);
    receiver.answerWith(200);
    await until(() => receiver.received.length >= 4);
  });

  it("can be held, repeated, dropped and sent again", async () => {
    const { url } = checked.local;
    await control(url, "/webhooks/hold");
    const { id } = await stripe.customers.create({ email: "held@example.com" });
    await stripe.customers.update(id, { name: "Held" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.received).toHaveLength(0);
    expect(await control(url, "/webhooks/drop", { type: "customer.updated" })).toEqual({ dropped: 1 });
    expect(await control(url, "/webhooks/release", { times: 3, shuffle: true })).toEqual({ released: 3 });
    await until(() => receiver.received.length === 3);
    await control(url, `/events/${receiver.received[0]?.event.id}/resend`, { times: 20 });
    await until(() => receiver.received.length === 23);
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1);
  });
});
