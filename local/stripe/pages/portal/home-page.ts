import { html } from "hono/html";
import { formatAmount } from "../../objects/subscription/billing-lines";
import { priceOf } from "../../objects/subscription/subscription-items";
import { subscriptionIsOver } from "../../objects/subscription/subscription-status";
import type { Invoice, PaymentMethod, Subscription } from "../../state/records";
import type { World } from "../../world";
import { formatDate, layout } from "../layout";
import { detailsSection } from "./details-page";
import type { PortalView } from "./open-portal";
import { messages, priceText, productName } from "./parts";

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
      ${detailsSection(world, view, customer)}
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
      <span class="badge ${subscription.status}">${subscription.status.replaceAll("_", " ")}</span>
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
    <span>${describeMethod(method)} ${isOwn ? html`<span class="badge">Default</span>` : ""}</span>
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

const BRANDS: Readonly<Record<string, string>> = {
  visa: "Visa",
  mastercard: "Mastercard",
  amex: "American Express",
  discover: "Discover",
};

function invoiceTable(invoices: Invoice[]) {
  return html`<section class="card" aria-labelledby="invoices">
    <h2 id="invoices">Invoice history</h2>
    ${
      invoices.length === 0
        ? html`<p class="muted">No invoices yet.</p>`
        : html`<table>
          <thead><tr><th scope="col">Date</th><th scope="col" class="right">Amount</th><th scope="col">Status</th></tr></thead>
          <tbody>
            ${invoices.map((invoice) => html`<tr><td><a href="/invoices/${invoice.id}">${formatDate(invoice.created)}</a></td><td class="right">${formatAmount(invoice.total, invoice.currency)}</td><td><span class="badge ${invoice.status ?? ""}">${invoice.status}</span></td></tr>`)}
          </tbody>
        </table>`
    }
  </section>`;
}

function isDefault(
  customerDefault: string | null,
  subscriptions: Subscription[],
  method: PaymentMethod,
): boolean {
  const own = subscriptions.map((subscription) => subscription.default_payment_method).filter(Boolean);
  return own.length > 0 ? own.includes(method.id) : customerDefault === method.id;
}

function describeMethod(method: PaymentMethod): string {
  const { card } = method;
  if (card)
    return `${BRANDS[card.brand] ?? card.brand} ending in ${card.last4}, expires ${card.exp_month}/${card.exp_year}`;
  const account = method.us_bank_account ?? method.sepa_debit ?? method.bacs_debit;
  return `Bank account ending in ${account?.last4 ?? ""}`;
}
