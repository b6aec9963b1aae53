import type Stripe from "stripe";
import { expect } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { at } from "../advance-clock";
import { invoicesOf as listInvoices, setCard as setCardOf } from "../start-life";

export interface Life {
  clock: string;
  customer: string;
  subscription: Stripe.Subscription;
  item: string;
}

/** A Stripe with three prices, on which subscriptions live. */
export class LifeBench {
  private constructor(
    readonly checked: CheckedStripe,
    readonly monthly: Stripe.Price,
    readonly premium: Stripe.Price,
    readonly yearly: Stripe.Price,
  ) {}

  static async start(): Promise<LifeBench> {
    const checked = await startCheckedStripe();
    const make = (name: string, unit_amount: number, interval: "month" | "year") =>
      checked.stripe.prices.create({
        product_data: { name },
        currency: "usd",
        unit_amount,
        recurring: { interval },
      });
    return new LifeBench(
      checked,
      await make("Pro", 1_490, "month"),
      await make("Premium", 2_490, "month"),
      await make("Pro yearly", 14_900, "year"),
    );
  }

  get stripe(): Stripe {
    return this.checked.stripe;
  }

  /** A customer with a card on a clock of its own, and a subscription of the monthly price. */
  readonly start = async (
    date: string,
    params: Partial<Stripe.SubscriptionCreateParams> = {},
    card = "pm_card_visa",
  ): Promise<Life> => {
    const { stripe } = this;
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at(date) });
    const customer = await stripe.customers.create({ test_clock: clock.id, email: "life@example.com" });
    await setCardOf(stripe, customer.id, card);
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: this.monthly.id }],
      ...params,
    });
    return {
      clock: clock.id,
      customer: customer.id,
      subscription,
      item: subscription.items.data[0]?.id ?? "",
    };
  };

  readonly invoicesOf = (life: Life): Promise<Stripe.Invoice[]> => listInvoices(this.stripe, life.customer);

  readonly setCard = (life: Life, card: string): Promise<void> => setCardOf(this.stripe, life.customer, card);

  /** The types of the events about a life, oldest first. */
  readonly typesOf = (life: Life): string[] =>
    this.checked.local.world.state.events
      .all()
      .filter((event) => {
        const object = event.object as { id?: string; customer?: string };
        return object.customer === life.customer || object.id === life.customer;
      })
      .map((event) => event.type);

  async close(): Promise<void> {
    expect(this.checked.violations()).toEqual([]);
    await this.checked.close();
  }
}
