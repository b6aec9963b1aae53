import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";

let checked: CheckedStripe;
let stripe: Stripe;

beforeAll(async () => {
  checked = await startCheckedStripe();
  stripe = checked.stripe;
});
afterAll(async () => {
  expect(checked.violations()).toEqual([]);
  await checked.close();
});

const calculate = (
  customer_details: Stripe.Tax.CalculationCreateParams.CustomerDetails,
  line_items: Stripe.Tax.CalculationCreateParams.LineItem[] = [{ amount: 1_000, tax_behavior: "exclusive" }],
) =>
  stripe.tax.calculations.create({
    currency: "usd",
    customer_details: { address_source: "billing", ...customer_details },
    line_items,
    expand: ["line_items.data.tax_breakdown"],
  });

describe("a tax calculation", () => {
  it.each([
    ["added", "exclusive", 1_190, 190, 0],
    ["taken out", "inclusive", 1_000, 0, 160],
  ] as const)("has tax %s when a line's amount is %s of it", async (_how, behavior, total, added, inside) => {
    const calculation = await calculate({ address: { country: "DE" } }, [
      { amount: 1_000, tax_behavior: behavior, reference: "pro" },
    ]);
    expect(calculation).toMatchObject({
      amount_total: total,
      tax_amount_exclusive: added,
      tax_amount_inclusive: inside,
      tax_breakdown: [
        {
          inclusive: behavior === "inclusive",
          taxability_reason: "standard_rated",
          tax_rate_details: { country: "DE", percentage_decimal: "19", tax_type: "vat" },
        },
      ],
      line_items: { data: [{ reference: "pro", amount_tax: added + inside }] },
    });
  });

  it.each([
    ["a European business abroad with its number", { tax_ids: [{ type: "eu_vat", value: "DE123456789" }] }],
    ["whoever is to account for it", { taxability_override: "reverse_charge" }],
  ] as const)("reverses the charge to %s", async (_who, details) => {
    const calculation = await calculate({
      address: { country: "DE" },
      ...(details as Partial<Stripe.Tax.CalculationCreateParams.CustomerDetails>),
    });
    expect(calculation).toMatchObject({
      amount_total: 1_000,
      tax_breakdown: [{ taxability_reason: "reverse_charge", amount: 0 }],
    });
  });

  it("asks for a place, and collects nothing where nobody is registered", async () => {
    await expect(calculate({ ip_address: "127.0.0.1" })).rejects.toMatchObject({
      code: "customer_tax_location_invalid",
    });
    expect(await calculate({ address: { country: "BR" } })).toMatchObject({
      amount_total: 1_000,
      tax_breakdown: [{ taxability_reason: "not_collecting" }],
    });
  });

  it("becomes a transaction, once, that is taken back in parts and then whole", async () => {
    const { id } = await calculate({ address: { country: "FR" } }, [
      { amount: 1_000, tax_behavior: "exclusive", reference: "a" },
      { amount: 500, tax_behavior: "exclusive", reference: "b" },
    ]);
    const transaction = await stripe.tax.transactions.createFromCalculation({
      calculation: id ?? "",
      reference: "order_1",
      expand: ["line_items"],
    });
    expect(transaction).toMatchObject({ type: "transaction", reference: "order_1" });
    await expect(
      stripe.tax.transactions.createFromCalculation({ calculation: id ?? "", reference: "order_1" }),
    ).rejects.toMatchObject({ param: "reference" });
    const sums = async (reversal: Stripe.Tax.Transaction) =>
      (await stripe.tax.transactions.listLineItems(reversal.id)).data.map((line) => [
        line.amount,
        line.amount_tax,
      ]);
    const part = await stripe.tax.transactions.createReversal({
      mode: "partial",
      original_transaction: transaction.id,
      reference: "refund_1",
      line_items: [
        {
          original_line_item: transaction.line_items?.data[0]?.id ?? "",
          reference: "a1",
          amount: -400,
          amount_tax: -80,
        },
      ],
    });
    expect(await sums(part)).toEqual([[-400, -80]]);
    const flat = await stripe.tax.transactions.createReversal({
      mode: "partial",
      original_transaction: transaction.id,
      reference: "refund_2",
      flat_amount: -660,
    });
    expect(await sums(flat)).toEqual([
      [-300, -60],
      [-250, -50],
    ]);
    const rest = await stripe.tax.transactions.createReversal({
      mode: "full",
      original_transaction: transaction.id,
      reference: "refund_3",
    });
    expect(await sums(rest)).toEqual([
      [-300, -60],
      [-250, -50],
    ]);
    await expect(
      stripe.tax.transactions.createReversal({
        mode: "full",
        original_transaction: transaction.id,
        reference: "refund_4",
      }),
    ).rejects.toMatchObject({ param: "original_transaction" });
    expect((await stripe.tax.transactions.retrieve(rest.id)).reversal?.original_transaction).toBe(
      transaction.id,
    );
  });
});
