import type Stripe from "stripe";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { advanceTo, at } from "../advance-clock";
import { day, invoicesOf, type Life, startLife } from "../start-life";

type Interval = Stripe.PriceCreateParams.Recurring["interval"];
type Tier = Stripe.PriceCreateParams.Tier;

interface ItemGiven {
  amount: number;
  taxRates?: string[];
}

/** What the examples are lived on: one Stripe, and short words for what they all need. */
export class ExampleBench {
  private named = 0;

  private constructor(private readonly checked: CheckedStripe) {}

  static async start(): Promise<ExampleBench> {
    return new ExampleBench(await startCheckedStripe());
  }

  get stripe(): Stripe {
    return this.checked.stripe;
  }

  get violations(): string[] {
    return this.checked.violations();
  }

  close(): Promise<void> {
    return this.checked.close();
  }

  async price(
    unit_amount: number,
    interval: Interval = "month",
    params: Partial<Stripe.PriceCreateParams> = {},
    interval_count = 1,
  ): Promise<string> {
    const { id } = await this.stripe.prices.create({
      product_data: { name: `Plan ${++this.named}` },
      currency: "usd",
      unit_amount,
      recurring: { interval, interval_count },
      ...params,
    });
    return id;
  }

  async tiered(
    tiers_mode: "graduated" | "volume",
    tiers: Tier[],
    recurring: Partial<Stripe.PriceCreateParams.Recurring> = {},
  ): Promise<string> {
    const { id } = await this.stripe.prices.create({
      product_data: { name: `Tiers ${++this.named}` },
      currency: "usd",
      billing_scheme: "tiered",
      tiers_mode,
      tiers,
      recurring: { interval: "month", ...recurring },
    });
    return id;
  }

  /** A meter, and a way to use it. */
  async meter(formula: "sum" | "last" = "sum") {
    const event_name = `used_${++this.named}`;
    const { id } = await this.stripe.billing.meters.create({
      display_name: event_name,
      event_name,
      default_aggregation: { formula },
    });
    const use = (customer: string, value: number, timestamp?: number) =>
      this.stripe.billing.meterEvents.create({
        event_name,
        payload: { stripe_customer_id: customer, value: String(value) },
        ...(timestamp === undefined ? {} : { timestamp }),
      });
    return { id, use };
  }

  /** A customer with a card on a clock that stands at a UTC date. */
  life(date: string, params: Partial<Stripe.CustomerCreateParams> = {}): Promise<Life> {
    return startLife(this.stripe, date, params);
  }

  async to({ clock }: Life, date: string): Promise<void> {
    await advanceTo(this.stripe, clock, at(date));
  }

  async subscribe(
    { customer }: Life,
    items: string | Stripe.SubscriptionCreateParams.Item[],
    params: Partial<Stripe.SubscriptionCreateParams> = {},
  ): Promise<Stripe.Subscription> {
    return await this.stripe.subscriptions.create({
      customer,
      items: typeof items === "string" ? [{ price: items }] : items,
      ...params,
    });
  }

  /** Changes the one item of a subscription and invoices it at once; the lines' amounts and their sum. */
  async change(
    subscription: Stripe.Subscription,
    item: Partial<Stripe.SubscriptionUpdateParams.Item>,
    params: Partial<Stripe.SubscriptionUpdateParams> = { proration_behavior: "always_invoice" },
  ): Promise<{ lines: number[]; total: number }> {
    const changed = await this.stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? "", ...item }],
      expand: ["latest_invoice"],
      ...params,
    });
    const invoice = changed.latest_invoice as Stripe.Invoice;
    return { lines: amountsOf(invoice), total: invoice.total };
  }

  async latest(subscription: Stripe.Subscription): Promise<Stripe.Invoice> {
    const { latest_invoice } = await this.stripe.subscriptions.retrieve(subscription.id, {
      expand: ["latest_invoice"],
    });
    return latest_invoice as Stripe.Invoice;
  }

  invoices({ customer }: Life): Promise<Stripe.Invoice[]> {
    return invoicesOf(this.stripe, customer);
  }

  async totals(life: Life): Promise<number[]> {
    return (await this.invoices(life)).map((invoice) => invoice.total);
  }

  /** The days on which a life's invoices' first lines begin. */
  async startDays(life: Life): Promise<string[]> {
    return (await this.invoices(life)).map((invoice) => day(invoice.lines.data[0]?.period.start ?? 0));
  }

  async rate(percentage: number, inclusive = false): Promise<string> {
    return (await this.stripe.taxRates.create({ display_name: "Tax", percentage, inclusive })).id;
  }

  async coupon(params: Partial<Stripe.CouponCreateParams>): Promise<{ coupon: string }> {
    const { id } = await this.stripe.coupons.create({
      duration: "once",
      ...(params.amount_off === undefined ? {} : { currency: "usd" }),
      ...params,
    });
    return { coupon: id };
  }

  async payer(params: Partial<Stripe.CustomerCreateParams> = {}): Promise<string> {
    const { id } = await this.stripe.customers.create({ email: "ada@example.com", ...params });
    const card = await this.stripe.paymentMethods.attach("pm_card_visa", { customer: id });
    await this.stripe.customers.update(id, { invoice_settings: { default_payment_method: card.id } });
    return id;
  }

  /** An open invoice with these lines (the item that was added last is the first line), for a customer of its own unless one is given. */
  async invoice(
    items: (number | ItemGiven)[],
    params: Partial<Stripe.InvoiceCreateParams> = {},
  ): Promise<Stripe.Invoice> {
    const customer = params.customer ?? (await this.payer());
    const draft = await this.stripe.invoices.create({
      customer,
      currency: "usd",
      auto_advance: false,
      ...params,
    });
    for (const item of items.toReversed()) {
      const { amount, taxRates }: ItemGiven = typeof item === "number" ? { amount: item } : item;
      await this.stripe.invoiceItems.create({
        customer,
        invoice: draft.id,
        currency: draft.currency,
        amount,
        ...(taxRates ? { tax_rates: taxRates } : {}),
      });
    }
    return await this.stripe.invoices.finalizeInvoice(draft.id, { auto_advance: false });
  }
}

export const amountsOf = (invoice: Stripe.Invoice): number[] => invoice.lines.data.map((line) => line.amount);

/** The tax of each line, rate by rate. */
export const taxesOf = (invoice: Stripe.Invoice): number[][] =>
  invoice.lines.data.map((line) => (line.taxes ?? []).map((tax) => tax.amount));

/** The tax of a whole invoice, rate by rate. */
export const totalTaxesOf = (invoice: Stripe.Invoice): number[] =>
  (invoice.total_taxes ?? []).map((tax) => tax.amount);

/** The code of a refusal, or its type when it has none. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { code, param, type } = error as { code?: string; param?: string; type: string };
    return code ?? param ?? type;
  }
  throw new Error("The call was expected to be refused.");
}
