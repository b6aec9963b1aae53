import { catalog, listProviderPrices } from "@/lib/catalog";
import type { Context } from "@/lib/platform/context";
import { listLinePriceIds } from "../compute/mirror-invoice";
import type { KnownPrice, PriceBook } from "../compute/price-book";
import type { CustomerState } from "../providers/stripe/fetch-customer-state";
import { fetchPriceAmounts } from "../providers/stripe/fetch-price-amounts";

/**
 * What the prices of a customer's objects stand for in our catalog, and their amounts in other currencies than
 * their own.
 */
export async function readPriceBook(ctx: Context, state: CustomerState): Promise<PriceBook> {
  const items = state.subscriptions.flatMap((subscription) =>
    subscription.items.data.map((item) => ({ price: item.price, currency: subscription.currency })),
  );
  const ids = new Set([
    ...items.map((item) => item.price.id),
    ...state.invoices.flatMap(listLinePriceIds),
    ...state.sessions.flatMap(
      (session) => session.line_items?.data.flatMap((line) => line.price?.id ?? []) ?? [],
    ),
  ]);
  const known = new Map<string, KnownPrice>();
  for (const found of await listProviderPrices([...ids])) {
    const { priceKey, tierKey, catalogVersion } = found;
    known.set(found.providerPriceId, { priceKey, tierKey, catalogVersion });
  }
  const foreign = new Set(
    items.filter(({ price, currency }) => price.currency !== currency).map(({ price }) => price.id),
  );
  const amounts = await Promise.all(
    [...foreign].map(async (id) => [id, await fetchPriceAmounts(id)] as const),
  );
  const book = { known, currentVersion: catalog.version, foreignAmounts: new Map(amounts) };
  warnOfUnknownPrices(ctx, state, book);
  return book;
}

/** Money that comes in for nothing that the catalog sells deserves a look. */
function warnOfUnknownPrices(ctx: Context, state: CustomerState, book: PriceBook): void {
  const unknown = state.subscriptions.flatMap((subscription) =>
    subscription.items.data.filter((item) => !book.known.has(item.price.id)).map((item) => item.price.id),
  );
  if (unknown.length === 0) return;
  ctx.log.warn(
    { customerId: state.customer.id, prices: unknown },
    "subscription at a price not of the catalog",
  );
}
