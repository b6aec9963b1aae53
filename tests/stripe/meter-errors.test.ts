import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { DAY } from "./advance-clock";

const SECRET = "whsec_meter";
const received: { payload: string; signature: string }[] = [];
const endpoint = createServer((request, response) => {
  void text(request).then((payload) => {
    received.push({ payload, signature: String(request.headers["stripe-signature"]) });
    response.writeHead(200).end();
  });
});
let checked: CheckedStripe;
let stripe: Stripe;
let customer: string;
let meter: Stripe.Billing.Meter;

beforeAll(async () => {
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const { port } = endpoint.address() as AddressInfo;
  checked = await startCheckedStripe({
    webhookUrl: `http://127.0.0.1:${port}/hook`,
    webhookSecret: SECRET,
  });
  stripe = checked.stripe;
  customer = (await stripe.customers.create({ email: "meter@example.com" })).id;
  meter = await stripe.billing.meters.create({
    display_name: "Calls",
    event_name: "calls",
    default_aggregation: { formula: "sum" },
  });
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
  await new Promise((resolve) => endpoint.close(resolve));
});

const send = (payload: Record<string, string>, rest: object = {}) =>
  stripe.billing.meterEvents.create({ event_name: "calls", payload, ...rest });

async function report(): Promise<void> {
  const answer = await fetch(`${checked.local.url}/_local/meters/report`, { method: "POST" });
  expect(answer.status).toBe(200);
}

/** The next thin event that arrives of a type, verified and parsed by the SDK. */
async function nextThin(type: string): Promise<Stripe.V2.Core.EventNotification> {
  return await vi.waitFor(() => {
    const at = received.findIndex(({ payload }) => JSON.parse(payload).type === type);
    const [found] = at < 0 ? [] : received.splice(at, 1);
    if (!found) throw new Error(`No ${type} arrived.`);
    return stripe.parseEventNotification(found.payload, found.signature, SECRET);
  }, 60_000);
}

describe("a meter event that cannot be counted", () => {
  it("is accepted, not counted, and reported with the others of its meter in one thin event", async () => {
    await send({ stripe_customer_id: "cus_nobody", value: "1" }, { identifier: "lost" });
    await send({ value: "1" });
    await send({ stripe_customer_id: customer, value: "many" });
    await send({ stripe_customer_id: customer, value: "12345678901234567" });
    await send({ stripe_customer_id: customer, value: "7" });
    await report();
    const notification = await nextThin("v1.billing.meter.error_report_triggered");
    if (notification.type !== "v1.billing.meter.error_report_triggered") throw new Error(notification.type);
    expect(JSON.parse(JSON.stringify(notification))).not.toHaveProperty("data");
    const event = await notification.fetchEvent();
    expect(event.data.reason.error_count).toBe(4);
    expect(event.data.reason.error_types.map(({ code, error_count }) => [code, error_count])).toEqual([
      ["meter_event_customer_not_found", 1],
      ["meter_event_no_customer_defined", 1],
      ["meter_event_invalid_value", 1],
      ["meter_event_value_too_many_digits", 1],
    ]);
    expect(event.data.reason.error_types[0]?.sample_errors[0]?.request.identifier).toBe("lost");
    expect(await notification.fetchRelatedObject()).toMatchObject({ id: meter.id, object: "billing.meter" });
    const minute = Math.floor(Date.now() / 60_000) * 60;
    const { data } = await stripe.billing.meters.listEventSummaries(meter.id, {
      customer,
      start_time: minute - DAY,
      end_time: minute + DAY,
    });
    expect(data.map((summary) => summary.aggregated_value)).toEqual([7]);
  });

  it("is reported without a meter when its name belongs to none", async () => {
    await stripe.billing.meterEvents.create({ event_name: "typo", payload: { value: "1" } });
    await report();
    const notification = await nextThin("v1.billing.meter.no_meter_found");
    if (notification.type !== "v1.billing.meter.no_meter_found") throw new Error(notification.type);
    const event = await notification.fetchEvent();
    expect(event.data.reason.error_types[0]).toMatchObject({ code: "no_meter", error_count: 1 });
  });

  it("is reported by itself once its errors were gathered long enough", async () => {
    await send({ stripe_customer_id: "cus_nobody", value: "1" });
    await fetch(`${checked.local.url}/_local/clock/advance`, {
      method: "POST",
      body: JSON.stringify({ seconds: 11 }),
    });
    await nextThin("v1.billing.meter.error_report_triggered");
  });

  it("is refused at once when its time or its identifier is wrong", async () => {
    const payload = { stripe_customer_id: customer, value: "1" };
    const refusal = (promise: Promise<unknown>) =>
      promise.then(
        () => "accepted",
        (error: { code: string }) => error.code,
      );
    const now = Math.floor(Date.now() / 1000);
    await send(payload, { identifier: "same" });
    expect(
      await Promise.all([
        refusal(send(payload, { timestamp: now - 36 * DAY })),
        refusal(send(payload, { timestamp: now + 900 })),
        refusal(send(payload, { identifier: "same" })),
      ]),
    ).toEqual(["timestamp_too_far_in_past", "timestamp_in_future", "duplicate_meter_event"]);
  });

  it("is refused at once by API v2, which looks at everything first", async () => {
    await expect(
      stripe.v2.billing.meterEvents.create({ event_name: "calls", payload: { value: "1" } }),
    ).rejects.toMatchObject({ code: "meter_event_no_customer_defined" });
    const accepted = await stripe.v2.billing.meterEvents.create({
      event_name: "calls",
      payload: { stripe_customer_id: customer, value: "1" },
      identifier: "second",
    });
    expect(accepted).toMatchObject({ object: "v2.billing.meter_event", identifier: "second" });
    expect(
      await stripe.v2.billing.meterEventAdjustments.create({
        event_name: "calls",
        type: "cancel",
        cancel: { identifier: "second" },
      }),
    ).toMatchObject({ status: "complete" });
  });

  it("is accepted by the stream with a session's token, and reported", async () => {
    const session = await stripe.v2.billing.meterEventSession.create();
    const streaming = new Stripe(session.authentication_token, {
      host: "127.0.0.1",
      port: checked.proxy.port,
      protocol: "http",
    });
    const at = new Date(Date.now() - 40 * DAY * 1000).toISOString();
    await streaming.v2.billing.meterEventStream.create({
      events: [
        { event_name: "calls", payload: { stripe_customer_id: customer, value: "1" }, identifier: "third" },
        { event_name: "calls", payload: { stripe_customer_id: customer, value: "1" }, timestamp: at },
      ],
    });
    await report();
    const notification = await nextThin("v1.billing.meter.error_report_triggered");
    const event = await stripe.v2.core.events.retrieve(notification.id);
    expect(event).toMatchObject({
      data: { reason: { error_types: [{ code: "timestamp_too_far_in_past", error_count: 1 }] } },
    });
    const stale = new Stripe("token_of_yesterday", {
      host: "127.0.0.1",
      port: checked.proxy.port,
      protocol: "http",
    });
    await expect(stale.v2.billing.meterEventStream.create({ events: [] })).rejects.toBeInstanceOf(
      Stripe.errors.TemporarySessionExpiredError,
    );
  });

  it("is found again in the list of thin events, a page at a time", async () => {
    const first = await stripe.v2.core.events.list({ limit: 2 });
    expect(first.data).toHaveLength(2);
    const all = [];
    for await (const event of stripe.v2.core.events.list({ limit: 2, object_id: meter.id }))
      all.push(event.type);
    expect(all).toEqual(Array.from({ length: 3 }, () => "v1.billing.meter.error_report_triggered"));
  });
});

describe("usage by window", () => {
  it("comes by hour or day, newest first, and only within whole ones", async () => {
    const owner = (await stripe.customers.create({ email: "windows@example.com" })).id;
    const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
    for (const [timestamp, value] of [
      [today - 2 * DAY + 60, "5"],
      [today - DAY + 60, "3"],
      [today - DAY + 7200, "4"],
    ] as const)
      await send({ stripe_customer_id: owner, value }, { timestamp });
    const summaries = async (window: "day" | "hour", start: number) =>
      (
        await stripe.billing.meters.listEventSummaries(meter.id, {
          customer: owner,
          start_time: start,
          end_time: today,
          value_grouping_window: window,
        })
      ).data.map((summary) => [summary.start_time, summary.aggregated_value]);
    expect(await summaries("day", today - 2 * DAY)).toEqual([
      [today - DAY, 7],
      [today - 2 * DAY, 5],
    ]);
    expect(await summaries("hour", today - DAY)).toEqual([
      [today - DAY + 7200, 4],
      [today - DAY, 3],
    ]);
    await expect(summaries("day", today - 2 * DAY + 3600)).rejects.toMatchObject({ param: "start_time" });
  });
});
