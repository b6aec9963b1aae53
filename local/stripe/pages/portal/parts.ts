import { html } from "hono/html";
import { unitAmountIn } from "../../money/price-amount";
import { formatAmount, formatInterval } from "../../objects/subscription/billing-lines";
import type { Price } from "../../state/records";
import type { World } from "../../world";
import type { PortalView } from "./open-portal";

/** What an act said: good news as status, a refusal as alert. */
export const messages = (view: PortalView) => html`
  ${view.notice ? html`<div class="ok" role="status">${view.notice}</div>` : ""}
  ${view.error ? html`<div class="alert" role="alert">${view.error}</div>` : ""}
`;

export function productName(world: World, price: Price): string {
  return world.state.products.find(price.product)?.name ?? price.nickname ?? price.id;
}

export function priceText(price: Price, currency: string): string {
  if (price.billing_scheme === "tiered") return `billed by use, ${formatInterval(price)}`;
  const offered =
    price.currency === currency || price.currency_options?.[currency] ? currency : price.currency;
  return `${formatAmount(Number(unitAmountIn(price, offered) ?? 0), offered)} per ${formatInterval(price)}`;
}
