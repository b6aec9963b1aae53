import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { searchOperation } from "../../http/search";
import { invalidRequest, noSuch } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import { textOr } from "../../state/params";
import type { Price } from "../../state/records";
import type { World } from "../../world";
import { CREATE_PRICE_PARAMS, claimLookupKey, createPrice } from "./create-price";

/** @throws resource_missing */
export function getPrice(world: World, id: string, param?: string): Price {
  const price = world.state.prices.find(id);
  if (!price) throw noSuch("price", id, param ?? "id", param ? 400 : 404);
  return price;
}

/** The price as it rides inside other objects: without what is only sent on request. */
export function embedPrice(price: Price): Price {
  const { tiers: _tiers, currency_options: _options, ...shown } = price;
  return shown;
}

function updatePrice(world: World, id: string, params: Stripe.PriceUpdateParams): Price {
  const before = getPrice(world, id);
  if (
    params.tax_behavior &&
    before.tax_behavior !== "unspecified" &&
    params.tax_behavior !== before.tax_behavior
  )
    throw invalidRequest(
      "The `tax_behavior` cannot be changed once it has been set to `inclusive` or `exclusive`.",
      "tax_behavior",
    );
  world.state.prices.put({
    ...before,
    active: params.active ?? before.active,
    lookup_key: params.lookup_key === "" ? null : before.lookup_key,
    metadata: mergeMetadata(before.metadata, params.metadata),
    nickname: textOr(params.nickname, before.nickname),
    tax_behavior: params.tax_behavior ?? before.tax_behavior,
    currency_options: mergeCurrencyOptions(before, params),
  });
  if (params.lookup_key) claimLookupKey(world, id, params.lookup_key, params.transfer_lookup_key ?? false);
  const after = world.state.prices.get(id);
  world.emit("price.updated", after, before);
  return after;
}

function mergeCurrencyOptions(
  price: Price,
  params: Stripe.PriceUpdateParams,
): NonNullable<Price["currency_options"]> {
  const merged = { ...price.currency_options };
  for (const [currency, option] of Object.entries(params.currency_options || {})) {
    const decimal = option.unit_amount_decimal === undefined ? undefined : String(option.unit_amount_decimal);
    const amount =
      option.unit_amount ??
      (decimal !== undefined && Number.isInteger(Number(decimal)) ? Number(decimal) : null);
    merged[currency.toLowerCase()] = {
      custom_unit_amount: null,
      tax_behavior: option.tax_behavior ?? "unspecified",
      unit_amount: amount,
      unit_amount_decimal: decimal ?? (amount === null ? null : String(amount)),
    };
  }
  return merged;
}

export const priceOperations = [
  operation<Stripe.PriceCreateParams>("POST", "/v1/prices", CREATE_PRICE_PARAMS, ({ world, params }) =>
    createPrice(world, params),
  ),
  listOperation<Stripe.PriceListParams>(
    "/v1/prices",
    ["active", "currency", "lookup_keys", "product", "recurring", "type"],
    ({ world, params }) =>
      listPage(world.state.prices, params, {
        url: "/v1/prices",
        by: params.product ? { index: "product", key: params.product } : undefined,
        where: (price) =>
          (params.active === undefined || price.active === params.active) &&
          (!params.currency || price.currency === params.currency.toLowerCase()) &&
          (!params.lookup_keys ||
            (price.lookup_key !== null && params.lookup_keys.includes(price.lookup_key))) &&
          (!params.type || price.type === params.type) &&
          (!params.recurring?.interval || price.recurring?.interval === params.recurring.interval) &&
          (!params.recurring?.meter || price.recurring?.meter === params.recurring.meter) &&
          (!params.recurring?.usage_type || price.recurring?.usage_type === params.recurring.usage_type),
      }),
  ),
  searchOperation("/v1/prices/search", (world) => world.state.prices, [
    "active",
    "lookup_key",
    "product",
    "type",
  ]),
  operation("GET", "/v1/prices/{id}", [], ({ world, id }) => getPrice(world, id)),
  operation<Stripe.PriceUpdateParams>(
    "POST",
    "/v1/prices/{id}",
    [
      "active",
      "currency_options",
      "lookup_key",
      "metadata",
      "nickname",
      "tax_behavior",
      "transfer_lookup_key",
    ],
    ({ world, params, id }) => updatePrice(world, id, params),
  ),
];
