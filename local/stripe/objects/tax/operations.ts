import type { Stripe } from "stripe";
import { listPageOf } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { noSuch } from "../../http/stripe-error";
import { readTaxSettings } from "../../money/tax";
import type { TaxCalculation, TaxTransaction } from "../../state/records";
import type { World } from "../../world";
import { toAddress } from "../address";
import { createCalculation } from "./create-calculation";
import { createReversal, createTransaction } from "./create-transaction";
import { registrationOperations } from "./registrations";

function getCalculation(world: World, id: string): TaxCalculation {
  const calculation = world.state.taxCalculations.find(id);
  if (!calculation) throw noSuch("tax calculation", id);
  return calculation;
}

function getTransaction(world: World, id: string): TaxTransaction {
  const transaction = world.state.taxTransactions.find(id);
  if (!transaction) throw noSuch("tax transaction", id);
  return transaction;
}

export const taxCalculationOperations = [
  operation<Stripe.Tax.CalculationCreateParams>(
    "POST",
    "/v1/tax/calculations",
    [
      "currency",
      "customer",
      "customer_details",
      "line_items",
      "ship_from_details",
      "shipping_cost",
      "tax_date",
    ],
    ({ world, params }) => createCalculation(world, params),
  ),
  operation("GET", "/v1/tax/calculations/{id}", [], ({ world, id }) => getCalculation(world, id)),
  listOperation<Stripe.Tax.CalculationListLineItemsParams>(
    "/v1/tax/calculations/{id}/line_items",
    [],
    ({ world, params, id }) => {
      getCalculation(world, id);
      const { lines } = world.state.taxCalculationLines.get(id);
      return listPageOf(lines, params, `/v1/tax/calculations/${id}/line_items`);
    },
  ),
  operation<Stripe.Tax.TransactionCreateFromCalculationParams>(
    "POST",
    "/v1/tax/transactions/create_from_calculation",
    ["calculation", "metadata", "posted_at", "reference"],
    ({ world, params }) => createTransaction(world, params),
  ),
  operation<Stripe.Tax.TransactionCreateReversalParams>(
    "POST",
    "/v1/tax/transactions/create_reversal",
    ["flat_amount", "line_items", "metadata", "mode", "original_transaction", "reference", "shipping_cost"],
    ({ world, params }) => createReversal(world, params),
  ),
  operation("GET", "/v1/tax/transactions/{id}", [], ({ world, id }) => getTransaction(world, id)),
  listOperation<Stripe.Tax.TransactionListLineItemsParams>(
    "/v1/tax/transactions/{id}/line_items",
    [],
    ({ world, params, id }) => {
      getTransaction(world, id);
      const { lines } = world.state.taxTransactionLines.get(id);
      return listPageOf(lines, params, `/v1/tax/transactions/${id}/line_items`);
    },
  ),
  operation("GET", "/v1/tax/settings", [], ({ world }) => readTaxSettings(world)),
  operation<Stripe.Tax.SettingsUpdateParams>(
    "POST",
    "/v1/tax/settings",
    ["defaults", "head_office"],
    ({ world, params }) => {
      const before = readTaxSettings(world);
      const after = {
        ...before,
        defaults: {
          ...before.defaults,
          ...(params.defaults?.tax_behavior ? { tax_behavior: params.defaults.tax_behavior } : {}),
          ...(params.defaults?.tax_code ? { tax_code: params.defaults.tax_code } : {}),
        },
        head_office: params.head_office
          ? { address: toAddress(params.head_office.address) }
          : before.head_office,
      };
      world.state.taxSettings.put({ id: "settings", value: after });
      world.emit("tax.settings.updated", after, before);
      return after;
    },
  ),
  ...registrationOperations,
];
