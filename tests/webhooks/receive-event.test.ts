import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { receiveStripeEvent } from "@/lib/billing";
import { newId } from "@/lib/platform/ids";
import { makeContext } from "@/tests/support/context";
import { recorded, recordedEvent } from "./support/recorded";
import { deliver, OLD_SECRET, sign, startWebhookBench, type WebhookBench } from "./support/webhook-bench";

// No queue listens: the tests drain the outbox themselves.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let bench: WebhookBench;
let eventId: string;
beforeAll(async () => {
  bench = await startWebhookBench();
});
afterAll(() => bench.stop());
beforeEach(() => {
  eventId = `evt_${newId()}`;
});

const paid = () => recordedEvent(eventId, "invoice.paid", recorded.invoice());
const stored = () => bench.db.owner`select * from provider_events where id = ${eventId}`;
const queued = () => bench.db.owner`select * from outbox where data->>'eventId' = ${eventId}`;

describe("a signed event", () => {
  it("is stored with its outbox row before it is acknowledged", async () => {
    const receipt = await deliver(paid());
    expect(receipt).toEqual({ received: true, eventId, duplicate: false, status: "pending" });
    expect(await stored()).toMatchObject([
      {
        type: "invoice.paid",
        object_id: "in_recorded",
        customer_id: "cus_recorded",
        status: "pending",
        deliveries: 1,
        api_version: "2026-10-28.endive",
        occurred_at: new Date("2027-01-01T00:00:00Z"),
      },
    ]);
    expect(await queued()).toMatchObject([
      { name: "billing/provider_event.received", data: { eventId, lockKey: "cus_recorded" } },
    ]);
  });

  it("is stored and queued once when it is delivered twenty times at once", async () => {
    const event = paid();
    const receipts = await Promise.all(Array.from({ length: 20 }, () => deliver(event)));
    expect(receipts.filter((receipt) => !receipt.duplicate)).toHaveLength(1);
    expect(await stored()).toMatchObject([{ deliveries: 20 }]);
    expect(await queued()).toHaveLength(1);
  });

  it("is accepted under each secret while one is being rotated", async () => {
    expect(await deliver(paid(), { secret: OLD_SECRET })).toMatchObject({ status: "pending" });
  });

  it("keeps the payload as it was sent", async () => {
    const event = paid();
    await deliver(event);
    expect(await stored()).toMatchObject([{ payload: event }]);
  });

  it("is stored although it holds the one character that Postgres cannot", async () => {
    await deliver(recordedEvent(eventId, "customer.updated", recorded.customer({ name: "a\u0000b" })));
    expect(await stored()).toMatchObject([{ payload: { data: { object: { name: "a\ufffdb" } } } }]);
  });
});

describe("an event that nothing is done about", () => {
  it("is stored as ignored with the reason when its type is unknown, and not queued", async () => {
    const receipt = await deliver(recordedEvent(eventId, "moon.risen", { object: "moon", id: "moon_1" }));
    expect(receipt).toMatchObject({ status: "ignored", duplicate: false });
    expect(await stored()).toMatchObject([
      { status: "ignored", reason: "events of type moon.risen are not known here" },
    ]);
    expect(await queued()).toHaveLength(0);
  });

  it("is stored as ignored when it is a thin event", async () => {
    const thin = {
      id: eventId,
      object: "v2.core.event",
      type: "v1.billing.meter.error_report_triggered",
      livemode: false,
      created: "2027-01-01T00:00:00.000Z",
      related_object: { id: "mtr_1", type: "billing.meter", url: "/v1/billing/meters/mtr_1" },
    };
    expect(await deliver(thin)).toMatchObject({ status: "ignored" });
    expect(await stored()).toMatchObject([
      { object_id: "mtr_1", reason: expect.stringContaining("thin event") },
    ]);
    expect(await queued()).toHaveLength(0);
  });

  it("is stored as ignored when it belongs to a connected account", async () => {
    const event = recordedEvent(eventId, "invoice.paid", recorded.invoice(), { account: "acct_other" });
    expect(await deliver(event)).toMatchObject({ status: "ignored" });
    expect(await stored()).toMatchObject([{ reason: "belongs to the connected account acct_other" }]);
  });
});

describe("a delivery that is not Stripe's", () => {
  const refusal = (ip: string, delivery: Parameters<typeof receiveStripeEvent>[1]) =>
    receiveStripeEvent(makeContext({ ip }), delivery).then(
      () => {
        throw new Error("It was accepted.");
      },
      (error: { status: number; code: string; message: string }) => error,
    );

  it.each([
    ["without a signature", () => ({ ...sign(paid()), signature: null }), /missing/],
    ["signed with another secret", () => sign(paid(), { secret: "whsec_other" }), /does not match/],
    ["with a changed body", () => ({ ...sign(paid()), rawBody: Buffer.from("{}") }), /does not match/],
    ["with a signature that is none", () => ({ ...sign(paid()), signature: "hello" }), /no time can be read/],
    [
      "signed six minutes ago",
      () => sign(paid(), { timestamp: Math.floor(Date.now() / 1000) - 360 }),
      /too old/,
    ],
  ])("%s is refused with 401 and nothing is stored", async (_name, delivery, message) => {
    expect(await refusal(`10.0.0.${_name.length}`, delivery())).toMatchObject({
      status: 401,
      code: "UNAUTHENTICATED",
      message: expect.stringMatching(message),
    });
    expect(await stored()).toHaveLength(0);
  });

  it("is refused with 400 when it is signed but no event", async () => {
    expect(await refusal("10.0.1.1", sign({ object: "balance" }))).toMatchObject({ status: 400 });
    expect(await refusal("10.0.1.1", sign("not json"))).toMatchObject({ status: 400 });
  });

  it("is refused with 429 after twenty bad signatures in a minute, and good ones still pass", async () => {
    const ip = "10.0.2.1";
    const bad = { rawBody: Buffer.from("{}"), signature: "t=1,v1=00" };
    for (let count = 0; count < 20; count += 1) expect(await refusal(ip, bad)).toMatchObject({ status: 401 });
    expect(await refusal(ip, bad)).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    expect(await receiveStripeEvent(makeContext({ ip }), sign(paid()))).toMatchObject({ status: "pending" });
  });
});
