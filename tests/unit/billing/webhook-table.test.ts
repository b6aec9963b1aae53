import { describe, expect, it } from "vitest";
import { computeNamedObjects } from "@/lib/billing/compute/compute-named-objects";
import { handlingOf, handlings } from "@/lib/billing/webhooks/table";

describe("what is done about an event", () => {
  // That no type of these objects is missing is checked by the compiler: the table satisfies a record of them.
  it("is said for every type, with a reason where it is nothing", () => {
    for (const [type, handling] of Object.entries(handlings)) {
      if (handling.kind === "ignore") expect(handling.reason, type).toMatch(/\w+ \w+/);
      else expect(handling.kind, type).toBe("sync");
    }
  });

  it.each([
    "customer.subscription.updated",
    "invoice.paid",
    "payment_intent.succeeded",
    "payment_method.detached",
    "customer.deleted",
    "checkout.session.async_payment_failed",
    "charge.dispute.created",
    "refund.failed",
    "credit_note.voided",
    "customer.tax_id.updated",
  ])("is a sync for %s", (type) => {
    expect(handlingOf(type)).toEqual({ kind: "sync" });
  });

  it.each(["moon.risen", "constructor", "toString", "__proto__", ""])(
    "is nothing for the unknown %j",
    (type) => {
      expect(handlingOf(type)).toEqual({
        kind: "ignore",
        reason: `events of type ${type} are not known here`,
      });
    },
  );
});

describe("what an event names", () => {
  const none = { subscriptions: [], invoices: [], sessions: [] };
  it.each([
    ["an invoice, itself", { object: "invoice", id: "in_1", created: 5 }, { ...none, invoices: ["in_1"] }, 5],
    [
      "a checkout, itself",
      { object: "checkout.session", id: "cs_1", created: 5 },
      { ...none, sessions: ["cs_1"] },
      5,
    ],
    [
      "a credit note, its invoice",
      { object: "credit_note", id: "cn_1", created: 5, invoice: "in_1" },
      { ...none, invoices: ["in_1"] },
      0,
    ],
    [
      "a schedule, its subscription",
      { object: "subscription_schedule", id: "sch", created: 5, subscription: { id: "sub_1" } },
      { ...none, subscriptions: ["sub_1"] },
      0,
    ],
    ["a card, nothing", { object: "payment_method", id: "pm_1", created: 5 }, none, 0],
  ])("%s", (_name, object, ids, since) => {
    expect(computeNamedObjects(object)).toEqual({ ids, since: new Date(since * 1000) });
  });
});
