import { html } from "hono/html";
import { unitAmountIn } from "../money/price-amount";
import { formatAmount, formatInterval } from "../objects/subscription/billing-lines";
import { priceOf } from "../objects/subscription/subscription-items";
import { subscriptionIsOver } from "../objects/subscription/subscription-status";
import type {
  Invoice,
  PaymentMethod,
  PortalConfiguration,
  PortalSession,
  Price,
  Subscription,
} from "../state/records";
import type { World } from "../world";
import { field, testCards } from "./checkout-page";
import { formatDate, layout } from "./layout";

export interface PortalView {
  session: PortalSession;
  configuration: PortalConfiguration;
  /** The path of the portal's own pages. */
  base: string;
  notice?: string | null;
  error?: string | null;
}

const messages = (view: PortalView) => html`
  ${view.notice ? html`<div class="ok" role="status">${view.notice}</div>` : ""}
  ${view.error ? html`<div class="alert" role="alert">${view.error}</div>` : ""}
`;

const back = (view: PortalView) =>
  view.session.return_url
    ? html`<p><a href="${view.session.return_url}">Return to ${new URL(view.session.return_url).host}</a></p>`
    : "";

/** Plan, cards and invoices of one customer. */
export function portalHome(world: World, view: PortalView) {
  const customer = world.state.customers.get(view.session.customer);
  const by = { index: "customer", key: customer.id };
  const subscriptions = [...world.state.subscriptions.newestFirst(by)].filter(
    (subscription) => !subscriptionIsOver(subscription) && subscription.status !== "incomplete",
  );
  const methods = [...world.state.paymentMethods.newestFirst(by)];
  const invoices = [...world.state.invoices.newestFirst(by)]
    .filter((invoice) => invoice.status !== "draft")
    .slice(0, 24);
  const features = view.configuration.features;
  return layout(
    `Billing - ${world.settings.account.name}`,
    html`
      ${back(view)}
      <h1>Billing</h1>
      <p class="muted">${customer.name ?? ""} ${customer.email ?? ""}</p>
      ${messages(view)}
      <section class="card" aria-labelledby="plan">
        <h2 id="plan">Current plan</h2>
        ${subscriptions.length === 0 ? html`<p class="muted">No subscription.</p>` : subscriptions.map((subscription) => planOf(world, view, subscription))}
      </section>
      <section class="card" aria-labelledby="methods">
        <h2 id="methods">Payment methods</h2>
        ${methods.length === 0 ? html`<p class="muted">No card saved.</p>` : methods.map((method) => methodRow(view, method, isDefault(customer.invoice_settings.default_payment_method, subscriptions, method), features.payment_method_update.enabled))}
        ${features.payment_method_update.enabled ? html`<p style="margin-top:12px"><a class="button quiet" href="${view.base}/payment-method">Add payment method</a></p>` : ""}
      </section>
      ${features.invoice_history.enabled ? invoiceTable(invoices) : ""}
    `,
  );
}

function planOf(world: World, view: PortalView, subscription: Subscription) {
  const features = view.configuration.features;
  const end = Math.min(...subscription.items.data.map((item) => item.current_period_end));
  return html`
    ${subscription.items.data.map((item) => html`<p><strong>${productName(world, priceOf(world, item))}</strong> ${(item.quantity ?? 1) > 1 ? `× ${item.quantity}` : ""}<br />${priceText(priceOf(world, item), subscription.currency)}</p>`)}
    <p>
      <span class="badge">${subscription.status}</span>
      ${
        subscription.cancel_at
          ? html`Cancels on ${formatDate(subscription.cancel_at)}.`
          : subscription.status === "trialing"
            ? html`Trial ends on ${formatDate(subscription.trial_end ?? end)}.`
            : html`Renews on ${formatDate(end)}.`
      }
    </p>
    <div class="actions">
      ${features.subscription_update.enabled && !subscription.cancel_at ? html`<a class="button quiet" href="${view.base}/update/${subscription.id}">Update plan</a>` : ""}
      ${
        features.subscription_cancel.enabled
          ? subscription.cancel_at
            ? html`<form method="post" action="${view.base}/keep/${subscription.id}"><button type="submit">Don't cancel plan</button></form>`
            : html`<a class="button quiet" href="${view.base}/cancel/${subscription.id}">Cancel plan</a>`
          : ""
      }
    </div>
  `;
}

function methodRow(view: PortalView, method: PaymentMethod, isOwn: boolean, canChange: boolean) {
  return html`<div class="row" style="padding:6px 0">
    <span>${method.card?.brand ?? method.type} ending in ${method.card?.last4 ?? ""}, expires ${method.card?.exp_month}/${method.card?.exp_year} ${isOwn ? html`<span class="badge">Default</span>` : ""}</span>
    ${
      canChange && !isOwn
        ? html`<span class="actions">
          <form method="post" action="${view.base}/payment-method/${method.id}/default"><button class="quiet" type="submit">Make default</button></form>
          <form method="post" action="${view.base}/payment-method/${method.id}/remove"><button class="quiet" type="submit">Remove</button></form>
        </span>`
        : ""
    }
  </div>`;
}

function invoiceTable(invoices: Invoice[]) {
  return html`<section class="card" aria-labelledby="invoices">
    <h2 id="invoices">Invoice history</h2>
    ${
      invoices.length === 0
        ? html`<p class="muted">No invoices yet.</p>`
        : html`<table>
          <thead><tr><th scope="col">Date</th><th scope="col" class="right">Amount</th><th scope="col">&nbsp;Status</th></tr></thead>
          <tbody>
            ${invoices.map((invoice) => html`<tr><td><a href="/invoices/${invoice.id}">${formatDate(invoice.created)}</a></td><td class="right">${formatAmount(invoice.total, invoice.currency)}</td><td>&nbsp;<span class="badge">${invoice.status}</span></td></tr>`)}
          </tbody>
        </table>`
    }
  </section>`;
}

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
          <a class="button quiet" href="${view.base}">Go back</a>
        </div>
      </form>
    </div>`,
    true,
  );
}

/** The form for a new card. */
export function portalCard(view: PortalView) {
  return layout(
    "Add payment method",
    html`<div class="card">
      <h1>Add payment method</h1>
      ${messages(view)}
      <form method="post" action="${view.base}/payment-method" novalidate>
        ${field("number", "Card number", "", "cc-number", "text", "4242 4242 4242 4242", "numeric")}
        <div class="pair">
          ${field("expiry", "Expiry (MM / YY)", "", "cc-exp", "text", "12 / 34", "numeric")}
          ${field("cvc", "CVC", "", "cc-csc", "text", "123", "numeric")}
        </div>
        <div class="actions">
          <button type="submit">Add card</button>
          <a class="button quiet" href="${view.base}">Go back</a>
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
          ${price.id === current ? html`<span class="badge">Current plan</span>` : html`<a class="button quiet" href="${view.base}/confirm/${subscription.id}?price=${price.id}">Select ${productName(world, price)} ${formatInterval(price)}</a>`}
        </div>`,
      )}
      <p style="margin-top:12px"><a href="${view.base}">Go back</a></p>
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
          <a class="button quiet" href="${view.base}">Go back</a>
        </div>
      </form>
    </div>`,
    true,
  );
}

function isDefault(
  customerDefault: string | null,
  subscriptions: Subscription[],
  method: PaymentMethod,
): boolean {
  const own = subscriptions.map((subscription) => subscription.default_payment_method).filter(Boolean);
  return own.length > 0 ? own.includes(method.id) : customerDefault === method.id;
}

function productName(world: World, price: Price): string {
  return world.state.products.find(price.product)?.name ?? price.nickname ?? price.id;
}

function priceText(price: Price, currency: string): string {
  if (price.billing_scheme === "tiered") return `billed by use, ${formatInterval(price)}`;
  const offered =
    price.currency === currency || price.currency_options?.[currency] ? currency : price.currency;
  return `${formatAmount(Number(unitAmountIn(price, offered) ?? 0), offered)} per ${formatInterval(price)}`;
}
