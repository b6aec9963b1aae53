import { html } from "hono/html";
import { debitTypeFor, PAYING_ACCOUNT } from "../objects/payment-method/test-bank-accounts";
import { formatAmount, formatInterval } from "../objects/subscription/billing-lines";
import type { CheckoutPlan, CheckoutSession, LineItem } from "../state/records";
import type { World } from "../world";
import {
  type AddressForm,
  addressFields,
  cardFields,
  countryField,
  field,
  type Problem,
  problemAlert,
  testCards,
} from "./form-parts";
import { formatDate, layout } from "./layout";

export interface CheckoutForm extends AddressForm {
  email: string;
  number: string;
  expiry: string;
  cvc: string;
  name: string;
  country: string;
  debit: string;
  taxId: string;
}

export const emptyForm: CheckoutForm = {
  email: "",
  number: "",
  expiry: "",
  cvc: "",
  name: "",
  country: "US",
  debit: "",
  taxId: "",
  line1: "",
  line2: "",
  postal_code: "",
  city: "",
  state: "",
};

interface View {
  session: CheckoutSession;
  plan: CheckoutPlan;
  lineItems: LineItem[];
  form: CheckoutForm;
  problem?: Problem | null;
}

/** What the button says: the amount, or what pressing it starts. */
export function payLabel(session: CheckoutSession, plan: CheckoutPlan): string {
  if (session.mode === "setup") return "Save card";
  if (plan.subscriptionData.trial_period_days || plan.subscriptionData.trial_end) return "Start trial";
  return `Pay ${formatAmount(session.amount_total ?? 0, session.currency ?? "usd")}`;
}

/** The hosted checkout: what is bought, and the form that pays for it. */
export function checkoutPage(world: World, view: View) {
  const { session, plan, form } = view;
  const title =
    session.mode === "setup" ? "Save a card" : session.mode === "subscription" ? "Subscribe" : "Pay";
  return layout(
    `${title} - ${world.settings.account.name}`,
    html`
      ${session.cancel_url ? html`<p><a href="${session.cancel_url}">Back to ${hostOf(session.cancel_url)}</a></p>` : ""}
      <div class="columns">
        <section aria-labelledby="summary">
          <div class="card">
            <p class="shop">${world.settings.account.name}</p>
            <h1 id="summary">${title}</h1>
            ${session.mode === "setup" ? html`<p class="muted">Nothing is charged now.</p>` : summary(world, view)}
          </div>
          ${session.allow_promotion_codes ? promotion(session, plan) : ""}
        </section>
        <section class="card" aria-labelledby="pay">
          <h2 id="pay">Payment details</h2>
          ${problemAlert(view.problem)}
          ${/* paying comes first: Enter in a field presses a form's first button */ ""}
          <form method="post" action="/checkout/${session.id}" novalidate>
            ${field("email", "Email", form.email, "email", { type: "email", placeholder: "you@example.com", problem: view.problem })}
            ${
              needsCard(session, plan)
                ? html`${cardFields(form, view.problem)} ${field("name", "Name on card", form.name, "cc-name")}`
                : ""
            }
            ${session.billing_address_collection === "required" ? addressFields(form, view.problem) : ""}
            ${countryField(form.country)}
            ${session.tax_id_collection?.enabled ? field("taxId", "Tax ID (businesses only)", form.taxId, "off") : ""}
            <button class="wide field" type="submit" name="action" value="pay">${payLabel(session, plan)}</button>
            ${
              session.automatic_tax.enabled
                ? html`<button class="quiet wide" type="submit" name="action" value="recalculate">Update tax for this country</button>`
                : ""
            }
            ${bankDebit(session, form, view.problem)}
          </form>
          ${testCards()}
        </section>
      </div>
    `,
  );
}

/** Paying from a bank account instead: the money comes days later. */
function bankDebit(session: CheckoutSession, form: CheckoutForm, problem: View["problem"]) {
  const type = debitTypeFor(session.currency ?? "usd");
  if (!type || !session.payment_method_types.includes(type)) return "";
  const label = type === "sepa_debit" ? "IBAN" : "Account number";
  return html`<details class="field" ${form.debit || problem?.field === "debit" ? html`open` : ""}>
    <summary class="small">Pay by bank debit instead</summary>
    ${field("debit", label, form.debit, "off", { placeholder: PAYING_ACCOUNT[type], problem })}
    <p class="small muted">The bank answers in some days; ${PAYING_ACCOUNT[type]} pays.</p>
    <button class="quiet wide" type="submit" name="action" value="debit">Pay by bank debit</button>
  </details>`;
}

export function needsCard(session: CheckoutSession, _plan: CheckoutPlan): boolean {
  return !(
    session.mode !== "setup" &&
    session.payment_method_collection !== "always" &&
    session.amount_total === 0
  );
}

function summary(world: World, { session, plan, lineItems }: View) {
  const currency = session.currency ?? "usd";
  const days = plan.subscriptionData.trial_period_days;
  const discount = session.total_details?.amount_discount ?? 0;
  const tax = session.total_details?.amount_tax ?? 0;
  const recurring = lineItems.find((line) => line.price?.recurring)?.price;
  const unit = recurring
    ? world.state.prices.get(recurring.id).currency === currency
      ? recurring.unit_amount
      : (world.state.prices.get(recurring.id).currency_options?.[currency]?.unit_amount ?? null)
    : null;
  return html`
    <div class="amount">${formatAmount(session.amount_total ?? 0, currency)}</div>
    ${
      days
        ? html`<p>${days} days free, then ${unit === null ? "" : formatAmount(unit, currency)} per ${recurring ? formatInterval(recurring) : "period"}, from ${formatDate(world.nowOf(session.customer) + days * 86_400)}.</p>`
        : ""
    }
    <table>
      <tbody>
        ${lineItems.map(
          (line) => html`<tr>
            <td>${line.description}${(line.quantity ?? 1) > 1 ? ` × ${line.quantity}` : ""}${line.price?.recurring ? html`<div class="small muted">per ${formatInterval(line.price)}</div>` : ""}</td>
            <td class="right">${formatAmount(line.amount_subtotal, currency)}</td>
          </tr>`,
        )}
        ${discount ? html`<tr><td>Discount</td><td class="right">−${formatAmount(discount, currency)}</td></tr>` : ""}
        ${session.automatic_tax.enabled ? html`<tr><td>Tax</td><td class="right">${session.automatic_tax.status === "complete" ? formatAmount(tax, currency) : "depends on the country"}</td></tr>` : ""}
        <tr class="total"><td>Due today</td><td class="right">${formatAmount(session.amount_total ?? 0, currency)}</td></tr>
      </tbody>
    </table>
  `;
}

function promotion(session: CheckoutSession, plan: CheckoutPlan) {
  return html`<form class="card" method="post" action="/checkout/${session.id}/promotion">
    <label for="promotion">Promotion code</label>
    <div class="row">
      <div style="flex:1"><input id="promotion" name="code" autocomplete="off" /></div>
      <button class="quiet" type="submit">Apply code</button>
    </div>
    ${plan.discounts.length > 0 ? html`<p class="small muted" role="status" style="margin-top:8px">A code is applied.</p>` : ""}
  </form>`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "the shop";
}

/** A page that says one thing. */
export function messagePage(title: string, text: string, link?: { href: string; label: string }) {
  return layout(
    title,
    html`<div class="card"><h1>${title}</h1><p>${text}</p>${link ? html`<a class="button" href="${link.href}">${link.label}</a>` : ""}</div>`,
    true,
  );
}
