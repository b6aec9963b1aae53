import type Stripe from "stripe";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { at } from "./advance-clock";

export interface Buyer {
  id: string;
  clock: string;
  /** Types of what has happened to the buyer since the last look. */
  news(): string[];
}

type SessionParams = Partial<Stripe.Checkout.SessionCreateParams>;

/** A Stripe with something to buy, and buyers who pay by bank debit. */
export class DebitBench {
  private constructor(
    readonly checked: CheckedStripe,
    private readonly monthly: string,
    private readonly pack: string,
  ) {}

  static async open(): Promise<DebitBench> {
    const checked = await startCheckedStripe();
    const make = async (unit_amount: number, rest: Partial<Stripe.PriceCreateParams>) =>
      (
        await checked.stripe.prices.create({
          product_data: { name: `${unit_amount}` },
          currency: "usd",
          unit_amount,
          currency_options: { eur: { unit_amount }, inr: { unit_amount: 99_900 } },
          ...rest,
        })
      ).id;
    return new DebitBench(
      checked,
      await make(1_490, { recurring: { interval: "month" } }),
      await make(1_299, {}),
    );
  }

  get stripe(): Stripe {
    return this.checked.stripe;
  }

  async control(path: string, body: object = {}): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.checked.local.url}/_local/${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, unknown>;
  }

  async makeBuyer(): Promise<Buyer> {
    const clock = await this.stripe.testHelpers.testClocks.create({ frozen_time: at("2026-01-05T00:00:00") });
    const { id } = await this.stripe.customers.create({ test_clock: clock.id, email: "debit@example.com" });
    const { events } = this.checked.local.world.state;
    let seen = events.size;
    return {
      id,
      clock: clock.id,
      news() {
        const fresh = events.all().slice(seen);
        seen += fresh.length;
        return fresh
          .filter((event) => (event.object as { customer?: string }).customer === id)
          .map((event) => event.type);
      },
    };
  }

  async open(buyer: Buyer, params: SessionParams): Promise<Stripe.Checkout.Session> {
    return await this.stripe.checkout.sessions.create({
      customer: buyer.id,
      success_url: "http://localhost/ok",
      ...params,
    });
  }

  subscribe(buyer: Buyer, params: SessionParams = {}): Promise<Stripe.Checkout.Session> {
    return this.open(buyer, {
      mode: "subscription",
      line_items: [{ price: this.monthly, quantity: 1 }],
      ...params,
    });
  }

  purchase(buyer: Buyer, params: SessionParams = {}): Promise<Stripe.Checkout.Session> {
    return this.open(buyer, { mode: "payment", line_items: [{ price: this.pack, quantity: 1 }], ...params });
  }

  /** Pays a session with an account, by default one that has the money. */
  complete(session: Stripe.Checkout.Session, body: object = {}): Promise<Record<string, unknown>> {
    return this.control(`checkout/${session.id}/complete`, { debit: "000123456789", ...body });
  }
}
