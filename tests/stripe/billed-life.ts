import type Stripe from "stripe";
import { expect } from "vitest";
import { advanceTo } from "./advance-clock";
import { integrate, type Priced } from "./price-integral";
import { invoicesOf, setCard, shapeOf, startLife } from "./start-life";
import { listUnused, sum } from "./unused-lines";

export type Behaviour = "always_invoice" | "create_prorations";
export type Step =
  | { do: "wait"; seconds: number }
  | { do: "boundary" }
  | { do: "change"; unit: number; quantity: number; behaviour: Behaviour }
  | { do: "yearly"; behaviour: Behaviour }
  | { do: "anchor"; behaviour: Behaviour }
  | { do: "pause" }
  | { do: "cancel_and_undo" }
  | { do: "card"; name: string };

export interface Setup {
  date: string;
  percent: number;
  /** Percent of manual tax; negative lies inside the price. */
  tax: number;
  trialDays: number;
}

export interface Catalog {
  monthly: { id: string; amount: number }[];
  yearly: { id: string; amount: number };
}

/** One subscription under random hands, and the reckoning of what it should cost, kept beside it. */
export class BilledLife {
  private now = 0;
  private counted = 0;
  private expected = 0;
  private unit = 0;
  private quantity = 1;
  private hasYearly = false;
  private isPaused = false;
  private trialEnd = 0;

  private constructor(
    private readonly stripe: Stripe,
    private readonly catalog: Catalog,
    private readonly setup: Setup,
    private readonly clock: string,
    readonly customer: string,
    private subscription: Stripe.Subscription,
  ) {
    this.now = subscription.created;
    this.counted = subscription.created;
    this.trialEnd = subscription.trial_end ?? subscription.created;
  }

  static async start(stripe: Stripe, catalog: Catalog, setup: Setup): Promise<BilledLife> {
    const life = await startLife(stripe, setup.date);
    const coupon =
      setup.percent > 0
        ? await stripe.coupons.create({ percent_off: setup.percent, duration: "forever" })
        : null;
    const rate =
      setup.tax === 0
        ? null
        : await stripe.taxRates.create({
            display_name: "VAT",
            percentage: Math.abs(setup.tax),
            inclusive: setup.tax < 0,
          });
    const subscription = await stripe.subscriptions.create({
      customer: life.customer,
      items: [{ price: catalog.monthly[0]?.id ?? "" }],
      ...(coupon ? { discounts: [{ coupon: coupon.id }] } : {}),
      ...(rate ? { default_tax_rates: [rate.id] } : {}),
      ...(setup.trialDays > 0 ? { trial_period_days: setup.trialDays } : {}),
    });
    return new BilledLife(stripe, catalog, setup, life.clock, life.customer, subscription);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "wait":
        return await this.moveTo(this.now + step.seconds);
      case "boundary":
        return await this.moveTo(this.isPaused ? this.now + 86_400 : this.nextEnd());
      case "card":
        return await setCard(this.stripe, this.customer, step.name);
      case "cancel_and_undo":
        return await this.cancelAndUndo();
      case "pause":
        return await this.pauseOrResume();
      case "change":
        return await this.change(
          {
            items: [
              { id: this.item(0), price: this.catalog.monthly[step.unit]?.id ?? "", quantity: step.quantity },
            ],
          },
          step.behaviour,
          () => {
            this.unit = step.unit;
            this.quantity = step.quantity;
          },
        );
      case "yearly":
        return await this.change(
          {
            items: this.hasYearly
              ? [{ id: this.item(1), deleted: true }]
              : [{ price: this.catalog.yearly.id }],
          },
          step.behaviour,
          () => {
            this.hasYearly = !this.hasYearly;
          },
        );
      case "anchor":
        return await this.change({ billing_cycle_anchor: { type: "now" } }, step.behaviour, () => undefined);
    }
  }

  /** Ends it with everything billed, and compares all invoices, less credit notes, with the reckoning. */
  async settle(ending: "prorate" | "credit_note"): Promise<void> {
    this.count();
    const credits =
      ending === "credit_note" && !this.isPaused
        ? await listUnused(this.stripe, this.customer, this.subscription, this.now)
        : null;
    await this.stripe.subscriptions.cancel(this.subscription.id, { prorate: !credits, invoice_now: true });
    for (const { invoice, line, amount, total } of credits ?? [])
      await this.stripe.creditNotes.create({
        invoice,
        lines: [{ type: "invoice_line_item", invoice_line_item: line, amount }],
        credit_amount: total,
      });
    const invoices = await invoicesOf(this.stripe, this.customer);
    const notes = (await this.stripe.creditNotes.list({ customer: this.customer, limit: 100 })).data;
    const billed = [
      ...invoices.flatMap((invoice) => invoice.lines.data.map((line) => ({ sign: 1, line }))),
      ...notes.flatMap((note) => note.lines.data.map((line) => ({ sign: -1, line }))),
    ];
    const net = sum(
      billed.map(
        ({ sign, line }) => sign * (line.amount - sum((line.discount_amounts ?? []).map((d) => d.amount))),
      ),
    );
    expect(Math.abs(net - this.expected)).toBeLessThanOrEqual(billed.length);
    const tax = sum(
      billed.map(({ sign, line }) => sign * sum((line.taxes ?? []).map((each) => each.amount))),
    );
    const rate = this.setup.tax;
    expect(
      Math.abs(tax - (rate < 0 ? (net * -rate) / (100 - rate) : (net * rate) / 100)),
    ).toBeLessThanOrEqual(billed.length);
    const total = sum(invoices.map((invoice) => invoice.total)) - sum(notes.map((note) => note.total));
    expect(total).toBe(net + (rate > 0 ? tax : 0));
  }

  private async moveTo(target: number): Promise<void> {
    while (!this.isPaused && target >= this.nextEnd()) {
      const end = this.nextEnd();
      const preview = await this.stripe.invoices.createPreview({ subscription: this.subscription.id });
      await this.advance(end);
      const invoice = (await this.stripe.invoices.list({ customer: this.customer, limit: 1 })).data[0];
      expect(invoice && withoutDue(invoice)).toEqual(withoutDue(preview));
    }
    if (target > this.now) await this.advance(target);
  }

  private async advance(target: number): Promise<void> {
    await advanceTo(this.stripe, this.clock, target);
    this.now = target;
    this.count();
    this.subscription = await this.stripe.subscriptions.retrieve(this.subscription.id);
  }

  private async change(
    change: Stripe.SubscriptionUpdateParams & Stripe.InvoiceCreatePreviewParams.SubscriptionDetails,
    behaviour: Behaviour,
    note: () => void,
  ): Promise<void> {
    if (this.isPaused) return;
    const params = { ...change, proration_behavior: behaviour };
    const preview = await this.stripe.invoices.createPreview({
      subscription: this.subscription.id,
      subscription_details: params,
    });
    const before = this.subscription.latest_invoice;
    const after = await this.stripe.subscriptions.update(this.subscription.id, {
      ...params,
      expand: ["latest_invoice"],
    });
    const invoice = after.latest_invoice as Stripe.Invoice;
    if (invoice.id !== before) expect(shapeOf(invoice)).toEqual(shapeOf(preview));
    this.count();
    note();
    this.subscription = await this.stripe.subscriptions.retrieve(this.subscription.id);
  }

  private async cancelAndUndo(): Promise<void> {
    for (const cancel_at_period_end of [true, false])
      await this.stripe.subscriptions.update(this.subscription.id, { cancel_at_period_end });
    this.subscription = await this.stripe.subscriptions.retrieve(this.subscription.id);
  }

  private async pauseOrResume(): Promise<void> {
    // a trial cannot be paused
    if (!this.isPaused && this.now < this.trialEnd) return;
    this.count();
    if (this.isPaused) await this.stripe.subscriptions.resume(this.subscription.id);
    else
      await this.stripe.subscriptions.pause(this.subscription.id, {
        bill_for: { unused_time_from: { type: "now" } },
      });
    this.isPaused = !this.isPaused;
    this.subscription = await this.stripe.subscriptions.retrieve(this.subscription.id);
    if (!this.isPaused) this.trialEnd = Math.min(this.trialEnd, this.now);
  }

  /** Adds what the time since the last count costs. */
  private count(): void {
    const from = Math.max(this.counted, this.trialEnd);
    if (!this.isPaused && this.now > from)
      this.expected += integrate(this.priced(), this.subscription.billing_cycle_anchor, from, this.now);
    this.counted = this.now;
  }

  private priced(): Priced[] {
    const kept = 1 - this.setup.percent / 100;
    const monthly = (this.catalog.monthly[this.unit]?.amount ?? 0) * this.quantity;
    return [
      { price: monthly * kept, months: 1 },
      ...(this.hasYearly ? [{ price: this.catalog.yearly.amount * kept, months: 12 }] : []),
    ];
  }

  private item(at: number): string {
    return this.subscription.items.data[at]?.id ?? "";
  }

  private nextEnd(): number {
    return Math.min(...this.subscription.items.data.map((item) => item.current_period_end));
  }
}

/** What is due depends on the balance, too, which an earlier draft may use up before a renewal comes. */
const withoutDue = (invoice: Stripe.Invoice) => ({ ...shapeOf(invoice), amount_due: null });
