import type { Stripe } from "stripe";
import { invalidRequest, noSuch, notSupported } from "../../http/stripe-error";
import { distribute } from "../../money/round";
import { newMetadata } from "../../state/metadata";
import type { TaxTransaction, TaxTransactionLine } from "../../state/records";
import type { World } from "../../world";

type Reversal = Stripe.Tax.TransactionCreateReversalParams;

/** Records that the tax of a calculation was collected. @throws when it expired, or the reference is taken */
export function createTransaction(
  world: World,
  params: Stripe.Tax.TransactionCreateFromCalculationParams,
): TaxTransaction {
  const calculation = world.state.taxCalculations.find(params.calculation);
  if (!calculation) throw noSuch("tax calculation", params.calculation, "calculation", 400);
  const now = world.nowOf(calculation.customer);
  if (calculation.expires_at !== null && calculation.expires_at <= now)
    throw invalidRequest("This tax calculation has expired.", "calculation", "tax_calculation_expired");
  checkReference(world, params.reference);
  const transaction = world.state.taxTransactions.put({
    id: world.newId("tax"),
    object: "tax.transaction",
    created: now,
    currency: calculation.currency,
    customer: calculation.customer,
    customer_details: calculation.customer_details,
    livemode: false,
    metadata: newMetadata(params.metadata),
    posted_at: params.posted_at ?? now,
    reference: params.reference,
    reversal: null,
    ship_from_details: calculation.ship_from_details,
    shipping_cost: null,
    tax_date: calculation.tax_date,
    type: "transaction",
  });
  const lines = world.state.taxCalculationLines.get(calculation.id).lines;
  world.state.taxTransactionLines.put({
    id: transaction.id,
    lines: lines.map(
      ({ performance_location: _place, tax_breakdown: _breakdown, ...line }): TaxTransactionLine => ({
        ...line,
        id: world.newId("tax_li"),
        object: "tax.transaction_line_item",
        reversal: null,
        type: "transaction",
      }),
    ),
  });
  return transaction;
}

/**
 * Takes a recorded transaction back, whole, by line, or by an amount with tax that is spread over what is left
 * (https://docs.stripe.com/api/tax/transactions/create_reversal). Amounts of a reversal are negative.
 */
export function createReversal(world: World, params: Reversal): TaxTransaction {
  const original = world.state.taxTransactions.find(params.original_transaction);
  if (!original) throw noSuch("tax transaction", params.original_transaction, "original_transaction", 400);
  if (original.type !== "transaction")
    throw invalidRequest("A reversal cannot be reversed.", "original_transaction");
  if (params.shipping_cost) throw notSupported("shipping in tax transactions", "shipping_cost");
  checkReference(world, params.reference);
  const left = linesLeft(world, original.id);
  if (left.every((line) => line.amount === 0))
    throw invalidRequest("This transaction has been reversed already.", "original_transaction");
  const lines = params.mode === "full" ? left.map(negate) : partOf(left, params);
  const now = world.nowOf(original.customer);
  const reversal = world.state.taxTransactions.put({
    ...original,
    id: world.newId("tax"),
    created: now,
    metadata: newMetadata(params.metadata),
    posted_at: now,
    reference: params.reference,
    reversal: { original_transaction: original.id },
    type: "reversal",
  });
  world.state.taxTransactionLines.put({
    id: reversal.id,
    lines: lines
      .filter((line) => line.amount !== 0)
      .map((line) => ({
        ...line,
        id: world.newId("tax_li"),
        reversal: { original_line_item: line.id },
        type: "reversal",
      })),
  });
  return reversal;
}

function checkReference(world: World, reference: string): void {
  for (const known of world.state.taxTransactions.newestFirst({ index: "reference", key: reference }))
    throw invalidRequest(
      `A transaction with the reference ${known.reference} exists already.`,
      "reference",
      "resource_already_exists",
    );
}

/** The lines of a transaction less what its reversals took back. */
function linesLeft(world: World, id: string): TaxTransactionLine[] {
  const { taxTransactions, taxTransactionLines } = world.state;
  const reversed = [...taxTransactions.newestFirst({ index: "original", key: id })].flatMap(
    (reversal) => taxTransactionLines.get(reversal.id).lines,
  );
  return taxTransactionLines.get(id).lines.map((line) => {
    const own = reversed.filter((part) => part.reversal?.original_line_item === line.id);
    return {
      ...line,
      amount: own.reduce((sum, part) => sum + part.amount, line.amount),
      amount_tax: own.reduce((sum, part) => sum + part.amount_tax, line.amount_tax),
    };
  });
}

const negate = (line: TaxTransactionLine): TaxTransactionLine => ({
  ...line,
  amount: -line.amount,
  amount_tax: -line.amount_tax,
});

function partOf(left: readonly TaxTransactionLine[], params: Reversal): TaxTransactionLine[] {
  if (params.flat_amount !== undefined) return spread(left, params.flat_amount);
  if (!params.line_items?.length)
    throw invalidRequest("A partial reversal needs line_items or flat_amount.", "line_items");
  return params.line_items.map((item, at) => {
    const line = left.find((candidate) => candidate.id === item.original_line_item);
    if (!line)
      throw noSuch("line item", item.original_line_item, `line_items[${at}][original_line_item]`, 400);
    if (item.amount > 0 || item.amount_tax > 0 || -item.amount > line.amount)
      throw invalidRequest(
        "The amounts of a reversal are negative and at most what is left of the line.",
        `line_items[${at}][amount]`,
      );
    return {
      ...line,
      amount: item.amount,
      amount_tax: item.amount_tax,
      metadata: item.metadata ? newMetadata(item.metadata) : line.metadata,
      quantity: item.quantity ?? line.quantity,
      reference: item.reference,
    };
  });
}

/** @param flat negative, tax included */
function spread(left: readonly TaxTransactionLine[], flat: number): TaxTransactionLine[] {
  const gross = left.map((line) => line.amount + (line.tax_behavior === "exclusive" ? line.amount_tax : 0));
  const total = gross.reduce((sum, amount) => sum + amount, 0);
  if (flat >= 0 || -flat > total)
    throw invalidRequest("flat_amount must be negative and at most what is left.", "flat_amount");
  const shares = distribute(-flat, gross);
  return left.map((line, at) => {
    const share = shares[at] ?? 0;
    const tax = Math.round(gross[at] ? (line.amount_tax * share) / (gross[at] ?? 1) : 0);
    return {
      ...line,
      amount: -(line.tax_behavior === "exclusive" ? share - tax : share),
      amount_tax: -tax,
    };
  });
}
