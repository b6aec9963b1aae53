import type { Stripe } from "stripe";
import { invalidRequest, missingParam, noSuch, StripeError } from "../../http/stripe-error";
import { newMetadata } from "../../state/metadata";
import type { Price, PriceTier } from "../../state/records";
import type { World } from "../../world";
import { getProduct } from "../product/get-product";

export const CREATE_PRICE_PARAMS = [
  "active",
  "billing_scheme",
  "currency",
  "currency_options",
  "custom_unit_amount",
  "lookup_key",
  "metadata",
  "nickname",
  "product",
  "product_data",
  "recurring",
  "tax_behavior",
  "tiers",
  "tiers_mode",
  "transfer_lookup_key",
  "transform_quantity",
  "unit_amount",
  "unit_amount_decimal",
] as const satisfies readonly (keyof Stripe.PriceCreateParams)[];

/** @throws invalid_request_error for amounts that contradict, an unknown product or meter, a lookup key in use */
export function createPrice(world: World, params: Stripe.PriceCreateParams): Price {
  const scheme = params.billing_scheme ?? "per_unit";
  const amount = readAmount(params);
  if (scheme === "per_unit" && !amount && !params.custom_unit_amount)
    throw invalidRequest(
      "Prices require an `unit_amount`, `unit_amount_decimal` or `custom_unit_amount` parameter to be set.",
      "unit_amount",
      "parameter_missing",
    );
  if (scheme === "tiered" && (!params.tiers || !params.tiers_mode))
    throw missingParam(params.tiers ? "tiers_mode" : "tiers");
  const recurring = params.recurring;
  if (recurring?.meter && !world.state.meters.find(recurring.meter))
    throw noSuch("meter", recurring.meter, "recurring[meter]", 400);
  if (recurring?.usage_type === "metered" && !recurring.meter)
    throw invalidRequest(
      "Metered prices must be backed by a meter.",
      "recurring[meter]",
      "parameter_missing",
    );
  const price: Price = {
    id: world.newId("price"),
    object: "price",
    active: params.active ?? true,
    billing_scheme: scheme,
    created: world.now(),
    currency: params.currency.toLowerCase(),
    currency_options: readCurrencyOptions(params, amount),
    custom_unit_amount: params.custom_unit_amount?.enabled
      ? {
          maximum: params.custom_unit_amount.maximum ?? null,
          minimum: params.custom_unit_amount.minimum ?? null,
          preset: params.custom_unit_amount.preset ?? null,
        }
      : null,
    livemode: false,
    lookup_key: null,
    metadata: newMetadata(params.metadata),
    nickname: params.nickname || null,
    product: readProduct(world, params),
    recurring: recurring
      ? {
          interval: recurring.interval,
          interval_count: recurring.interval_count ?? 1,
          meter: recurring.meter ?? null,
          trial_period_days: recurring.trial_period_days ?? null,
          usage_type: recurring.usage_type ?? "licensed",
        }
      : null,
    tax_behavior: params.tax_behavior ?? "unspecified",
    tiers_mode: params.tiers_mode ?? null,
    transform_quantity: params.transform_quantity ?? null,
    type: recurring ? "recurring" : "one_time",
    unit_amount: amount?.cents ?? null,
    unit_amount_decimal: amount?.decimal ?? null,
    ...(params.tiers ? { tiers: params.tiers.map(readTier) } : {}),
  };
  world.state.prices.put(price);
  if (params.lookup_key)
    claimLookupKey(world, price.id, params.lookup_key, params.transfer_lookup_key ?? false);
  const made = world.state.prices.get(price.id);
  world.emit("price.created", made);
  return made;
}

/**
 * A lookup key names one price at a time; `transfer_lookup_key` takes it from the price that has it
 * (https://docs.stripe.com/products-prices/manage-prices#lookup-keys).
 */
export function claimLookupKey(world: World, id: string, key: string, transfer: boolean): void {
  for (const holder of world.state.prices.newestFirst({ index: "lookup_key", key })) {
    if (holder.id === id) return;
    if (!transfer)
      throw new StripeError(
        400,
        "invalid_request_error",
        "resource_already_exists",
        `A price (\`${holder.id}\`) already uses that lookup key.`,
        { param: "lookup_key" },
      );
    const stripped = world.state.prices.patch(holder.id, { lookup_key: null });
    world.emit("price.updated", stripped, holder);
  }
  world.state.prices.patch(id, { lookup_key: key });
}

interface Amount {
  /** Null when the amount has a fraction of the minor unit. */
  cents: number | null;
  decimal: string;
}

function readAmount(given: {
  unit_amount?: number | null | "";
  unit_amount_decimal?: unknown;
}): Amount | null {
  if (typeof given.unit_amount === "number")
    return { cents: given.unit_amount, decimal: String(given.unit_amount) };
  if (given.unit_amount_decimal === undefined || given.unit_amount_decimal === null) return null;
  // decimals arrive as text: the SDK's own decimal type ends at the wire
  const decimal = String(given.unit_amount_decimal);
  const value = Number(decimal);
  return { cents: Number.isInteger(value) ? value : null, decimal };
}

function readTier(tier: {
  up_to: number | "inf";
  flat_amount?: number | null | "";
  flat_amount_decimal?: unknown;
  unit_amount?: number | null | "";
  unit_amount_decimal?: unknown;
}): PriceTier {
  const unit = readAmount(tier);
  const flat = readAmount({
    ...(tier.flat_amount === undefined ? {} : { unit_amount: tier.flat_amount }),
    unit_amount_decimal: tier.flat_amount_decimal,
  });
  return {
    flat_amount: flat?.cents ?? null,
    flat_amount_decimal: flat?.decimal ?? null,
    unit_amount: unit?.cents ?? null,
    unit_amount_decimal: unit?.decimal ?? null,
    up_to: tier.up_to === "inf" ? null : tier.up_to,
  };
}

function readCurrencyOptions(
  params: Stripe.PriceCreateParams,
  own: Amount | null,
): NonNullable<Price["currency_options"]> {
  const options: NonNullable<Price["currency_options"]> = {
    [params.currency.toLowerCase()]: {
      custom_unit_amount: null,
      tax_behavior: params.tax_behavior ?? "unspecified",
      unit_amount: own?.cents ?? null,
      unit_amount_decimal: own?.decimal ?? null,
      ...(params.tiers ? { tiers: params.tiers.map(readTier) } : {}),
    },
  };
  for (const [currency, option] of Object.entries(params.currency_options ?? {})) {
    const amount = readAmount(option);
    options[currency.toLowerCase()] = {
      custom_unit_amount: null,
      tax_behavior: option.tax_behavior ?? "unspecified",
      unit_amount: amount?.cents ?? null,
      unit_amount_decimal: amount?.decimal ?? null,
      ...(option.tiers ? { tiers: option.tiers.map(readTier) } : {}),
    };
  }
  return options;
}

function readProduct(world: World, params: Stripe.PriceCreateParams): string {
  if (params.product) return getProduct(world, params.product, "product").id;
  const data = params.product_data;
  if (!data) throw missingParam("product");
  const id = data.id ?? world.newId("prod");
  const product = world.state.products.put({
    id,
    object: "product",
    active: data.active ?? true,
    created: world.now(),
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: newMetadata(data.metadata),
    name: data.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: data.statement_descriptor ?? null,
    tax_code: data.tax_code ?? null,
    tax_details: null,
    type: "service",
    unit_label: data.unit_label ?? null,
    updated: world.now(),
    url: null,
  });
  world.emit("product.created", product);
  return id;
}
