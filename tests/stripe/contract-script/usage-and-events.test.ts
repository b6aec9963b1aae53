import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "../advance-clock";
import { setScene } from "./scene";
import { Script } from "./script";

let script: Script;
let stripe: Stripe;
let call: Script["call"];
let refused: Script["refused"];
let customer: Stripe.Customer;
let product: Stripe.Product;

beforeAll(async () => {
  script = await Script.start();
  ({ stripe, call, refused } = script);
  ({ customer, product } = await setScene(stripe));
});
afterAll(() => script.close());

describe("every call stays within the contract: usage, disputes and events", () => {
  it("meters, disputes, events, webhook endpoints", async () => {
    const meter = await call(
      stripe.billing.meters.create({
        display_name: "Generations",
        event_name: "generations",
        default_aggregation: { formula: "sum" },
      }),
    );
    await call(stripe.billing.meters.retrieve(meter.id));
    await call(stripe.billing.meters.update(meter.id, { display_name: "AI generations" }));
    await call(stripe.billing.meters.list({ status: "active" }));
    const payload = { stripe_customer_id: customer.id, value: "25" };
    await call(stripe.billing.meterEvents.create({ event_name: "generations", payload, identifier: "once" }));
    expect(
      (
        await refused(
          stripe.billing.meterEvents.create({ event_name: "generations", payload, identifier: "once" }),
        )
      ).code,
    ).toBe("duplicate_meter_event");
    await call(
      stripe.billing.meterEvents.create({ event_name: "generations", payload, identifier: "twice" }),
    );
    await call(
      stripe.billing.meterEventAdjustments.create({
        event_name: "generations",
        type: "cancel",
        cancel: { identifier: "twice" },
      }),
    );
    const now = Math.floor(Date.now() / 60_000) * 60;
    const summary = await call(
      stripe.billing.meters.listEventSummaries(meter.id, {
        customer: customer.id,
        start_time: now - DAY,
        end_time: now + DAY,
      }),
    );
    expect(summary.data[0]?.aggregated_value).toBe(25);
    await call(
      stripe.prices.create({
        product: product.id,
        currency: "usd",
        unit_amount_decimal: "0.5" as never,
        recurring: { interval: "month", usage_type: "metered", meter: meter.id },
      }),
    );
    await call(stripe.billing.meters.deactivate(meter.id));
    await call(stripe.billing.meters.reactivate(meter.id));
    const disputed = await call(
      stripe.paymentIntents.create({
        amount: 5_000,
        currency: "usd",
        payment_method: "pm_card_createDispute",
        confirm: true,
      }),
    );
    const dispute = (await call(stripe.disputes.list({ payment_intent: disputed.id }))).data[0]?.id ?? "";
    await call(stripe.disputes.retrieve(dispute, { expand: ["charge", "payment_intent"] }));
    await call(
      stripe.disputes.update(dispute, { evidence: { product_description: "a plan" }, submit: false }),
    );
    expect(
      (await call(stripe.disputes.update(dispute, { evidence: { uncategorized_text: "winning_evidence" } })))
        .status,
    ).toBe("won");
    const other = await call(
      stripe.paymentIntents.create({
        amount: 5_000,
        currency: "usd",
        payment_method: "pm_card_createDisputeProductNotReceived",
        confirm: true,
      }),
    );
    await call(
      stripe.disputes.close(
        (await call(stripe.disputes.list({ payment_intent: other.id }))).data[0]?.id ?? "",
      ),
    );
    const events = await call(stripe.events.list({ limit: 100 }));
    await call(stripe.events.list({ types: ["invoice.paid", "customer.created"], limit: 5 }));
    await call(stripe.events.retrieve(events.data[0]?.id ?? ""));
    const page = await call(stripe.events.list({ limit: 2, starting_after: events.data[1]?.id ?? "" }));
    expect(page.data[0]?.id).toBe(events.data[2]?.id);
    expect(
      (await call(stripe.events.list({ limit: 2, ending_before: events.data[2]?.id ?? "" }))).data[0]?.id,
    ).toBe(events.data[0]?.id);
    const endpoint = await call(
      stripe.webhookEndpoints.create({
        url: "http://127.0.0.1:9/none",
        enabled_events: ["invoice.paid"],
        api_version: script.checked.local.world.apiVersion as never,
      }),
    );
    await call(stripe.webhookEndpoints.retrieve(endpoint.id));
    await call(stripe.webhookEndpoints.update(endpoint.id, { enabled_events: ["*"], disabled: true }));
    await call(stripe.webhookEndpoints.list());
    await call(stripe.webhookEndpoints.del(endpoint.id));
  });

  it("covers what it is there for without one violation, in calls or events", () => {
    script.expectCovered("usageAndEvents");
  });
});
