import { html } from "hono/html";
import { formatAmount, formatInterval } from "../../objects/subscription/billing-lines";
import type { Invoice, Price, Subscription } from "../../state/records";
import type { World } from "../../world";
import { cardFields, type Problem, testCards } from "../form-parts";
import { formatDate, layout } from "../layout";
import { type PortalView, wayBack } from "./open-portal";
import { messages, priceText, productName } from "./parts";

/** Asks before a plan is cancelled. */
export function portalCancel(view: PortalView, subscription: Subscription) {
  const end = Math.min(...subscription.items.data.map((item) => item.current_period_end));
  const immediately = view.configuration.features.subscription_cancel.mode === "immediately";
  const reasons = view.configuration.features.subscription_cancel.cancellation_reason;
  return layout(
    "Cancel your plan",
    html`<div class="card">
      <h1>Cancel your plan</h1>
      ${messages(view)}
      <p>${immediately ? "Your plan ends now." : `Your plan stays until ${formatDate(end)} and then ends.`}</p>
      <form method="post" action="${view.base}/cancel/${subscription.id}">
        ${
          reasons.enabled
            ? html`<div class="field"><label for="feedback">Reason</label><select id="feedback" name="feedback"><option value="">No answer</option>${reasons.options.map((option) => html`<option value="${option}">${String(option).replaceAll("_", " ")}</option>`)}</select></div>`
            : ""
        }
        <div class="actions">
          <button type="submit">Cancel plan</button>
          <a class="button quiet" href="${wayBack(view)}">Go back</a>
        </div>
      </form>
    </div>`,
    true,
  );
}

/** The form for a new card. */
export function portalCard(
  view: PortalView,
  form = { number: "", expiry: "", cvc: "" },
  problem: Problem | null = null,
) {
  return layout(
    "Add payment method",
    html`<div class="card">
      <h1>Add payment method</h1>
      ${messages(view)}
      <form method="post" action="${view.base}/payment-method" novalidate>
        ${cardFields(form, problem)}
        <div class="actions">
          <button type="submit">Add card</button>
          <a class="button quiet" href="${wayBack(view)}">Go back</a>
        </div>
      </form>
      ${testCards()}
    </div>`,
    true,
  );
}

/** The plans a customer may change to. */
export function portalUpdate(world: World, view: PortalView, subscription: Subscription, prices: Price[]) {
  const current = subscription.items.data[0]?.price.id;
  return layout(
    "Update your plan",
    html`<div class="card">
      <h1>Update your plan</h1>
      ${messages(view)}
      ${prices.length === 0 ? html`<p class="muted">There is no other plan to choose.</p>` : ""}
      ${prices.map(
        (price) => html`<div class="row" style="padding:8px 0">
          <span><strong>${productName(world, price)}</strong><br />${priceText(price, subscription.currency)}</span>
          ${price.id === current ? html`<span class="badge">Current plan</span>` : html`<a class="button quiet" href="${view.base}/confirm/${subscription.id}?price=${price.id}">Select <span class="hidden">${productName(world, price)}, per ${formatInterval(price)}</span></a>`}
        </div>`,
      )}
      <p style="margin-top:12px"><a href="${wayBack(view)}">Go back</a></p>
    </div>`,
    true,
  );
}

/** What a change costs, before it is made. */
export function portalConfirm(
  view: PortalView,
  subscription: Subscription,
  invoice: Invoice,
  fields: { price: string; quantity: number; item: string },
  billedNow: boolean,
) {
  const money = (amount: number) => formatAmount(amount, invoice.currency);
  return layout(
    "Confirm your changes",
    html`<div class="card">
      <h1>Confirm your changes</h1>
      ${messages(view)}
      <table>
        <tbody>
          ${invoice.lines.data.map((line) => html`<tr><td>${line.description}</td><td class="right">${money(line.amount)}</td></tr>`)}
          <tr class="total"><td>${billedNow ? "Due today" : "On the next invoice"}</td><td class="right">${money(invoice.amount_due)}</td></tr>
        </tbody>
      </table>
      <form method="post" action="${view.base}/confirm/${subscription.id}">
        <input type="hidden" name="price" value="${fields.price}" />
        <input type="hidden" name="quantity" value="${fields.quantity}" />
        <input type="hidden" name="item" value="${fields.item}" />
        <div class="actions" style="margin-top:16px">
          <button type="submit">${billedNow ? `Pay ${money(invoice.amount_due)} and confirm` : "Confirm"}</button>
          <a class="button quiet" href="${wayBack(view)}">Go back</a>
        </div>
      </form>
    </div>`,
    true,
  );
}
