import type Stripe from "stripe";
import { day } from "../start-life";
import type { Example } from "./example";
import type { ExampleBench } from "./example-bench";

const CANCEL = "docs.stripe.com/billing/subscriptions/cancel";

/** 120 USD a year that renew on 1 January 2024, to end on 1 July. */
async function endingInJuly(bench: ExampleBench) {
  const life = await bench.life("2023-01-01T00:00:00");
  const made = await bench.subscribe(life, await bench.price(12_000, "year"), {
    cancel_at: Date.UTC(2024, 6, 1) / 1000,
  });
  await bench.to(life, "2024-01-01T02:00:00");
  return { life, made };
}

async function moveEnd(bench: ExampleBench, month: number) {
  const { life, made } = await endingInJuly(bench);
  await bench.to(life, "2024-02-15T00:00:00");
  const preview = await bench.stripe.invoices.createPreview({
    subscription: made.id,
    subscription_details: {
      cancel_at: Date.UTC(2024, month - 1, 1) / 1000,
      proration_behavior: "always_invoice",
    },
  });
  const moved = await bench.stripe.subscriptions.update(made.id, {
    cancel_at: Date.UTC(2024, month - 1, 1) / 1000,
    proration_behavior: "always_invoice",
    expand: ["latest_invoice"],
  });
  return {
    end: day(moved.items.data[0]?.current_period_end ?? 0),
    preview: preview.total,
    total: (moved.latest_invoice as Stripe.Invoice).total,
  };
}

export const cancellations: Example[] = [
  {
    title: "a year that ends on 1 July bills half of itself",
    page: CANCEL,
    given: "120 USD a year, renewed on 1 January 2024, cancelled for 1 July: 60 USD",
    async run(bench) {
      const { made } = await endingInJuly(bench);
      const { items } = await bench.stripe.subscriptions.retrieve(made.id);
      return {
        subtotal: (await bench.latest(made)).subtotal,
        end: day(items.data[0]?.current_period_end ?? 0),
      };
    },
    expected: { subtotal: 5_967, end: "2024-07-01" },
    note: "The page counts halves of a year: 60 USD. By the second it is 182 of 366 days, 59.67 USD.",
  },
  {
    title: "and three months more when it ends on 1 October instead",
    page: CANCEL,
    given: "on 15 February the end moves to 1 October: 30 USD for another quarter",
    run: (bench) => moveEnd(bench, 10),
    expected: { end: "2024-10-01", preview: 3_016, total: 3_016 },
    note: "The page counts quarters: 30 USD. By the second it is 92 of 366 days, 30.16 USD.",
  },
  {
    title: "and three months less when it ends on 1 April",
    page: CANCEL,
    given: "on 15 February the end moves to 1 April: -30 USD for April to July",
    run: (bench) => moveEnd(bench, 4),
    expected: { end: "2024-04-01", preview: -2_984, total: -2_984 },
    note: "The page counts quarters: -30 USD. By the second it is 91 of 366 days, -29.84 USD.",
  },
];
