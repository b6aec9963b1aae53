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
    await until(() => receiver.received.length === 2);
    expect(receiver.received[1]?.event.id).toBe(receiver.received[0]?.event.id);
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
