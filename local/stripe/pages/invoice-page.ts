import { html } from "hono/html";
import { formatAmount } from "../objects/subscription/billing-lines";
import type { Invoice } from "../state/records";
import type { World } from "../world";
import { cardFields, type Problem, problemAlert, testCards } from "./form-parts";
import { describePeriod, formatDate, layout } from "./layout";

/** The hosted invoice: its lines, and the form that pays it while it is open. */
export function invoicePage(
  world: World,
  invoice: Invoice,
  problem: Problem | null = null,
  form = { number: "", expiry: "", cvc: "" },
) {
  const money = (amount: number) => formatAmount(amount, invoice.currency);
  const discount = (invoice.total_discount_amounts ?? []).reduce((sum, part) => sum + part.amount, 0);
  const exclusive = (invoice.total_taxes ?? [])
    .filter((tax) => tax.tax_behavior === "exclusive")
    .reduce((sum, tax) => sum + tax.amount, 0);
  return layout(
    `Invoice ${invoice.number ?? "draft"}`,
    html`
      <div class="card">
        <div class="row">
          <div><h1>Invoice ${invoice.number ?? "draft"}</h1><p class="muted">${world.settings.account.name} to ${invoice.customer_name ?? invoice.customer_email ?? "customer"}, ${formatDate(invoice.effective_at ?? invoice.created)}</p></div>
          <span class="badge ${invoice.status ?? ""}">${invoice.status}</span>
        </div>
        <div class="amount">${money(isOwed(invoice) ? invoice.amount_remaining : invoice.total)}</div>
        ${invoice.status === "open" && invoice.due_date ? html`<p>Due on ${formatDate(invoice.due_date)}.</p>` : ""}
        ${invoice.status === "void" ? html`<p>This invoice was voided. Nothing is to be paid.</p>` : ""}
        <table>
          <thead><tr><th scope="col">Description</th><th scope="col" class="right">Amount</th></tr></thead>
          <tbody>
            ${invoice.lines.data.map((line) => html`<tr><td>${line.description}<div class="small muted">${describePeriod(line.period)}</div></td><td class="right">${money(line.amount)}</td></tr>`)}
            <tr><td>Subtotal</td><td class="right">${money(invoice.subtotal)}</td></tr>
            ${discount ? html`<tr><td>Discount</td><td class="right">−${money(discount)}</td></tr>` : ""}
            ${exclusive ? html`<tr><td>Tax</td><td class="right">${money(exclusive)}</td></tr>` : ""}
            <tr class="total"><td>Total</td><td class="right">${money(invoice.total)}</td></tr>
            ${!isOwed(invoice) ? "" : html`<tr class="total"><td>Due</td><td class="right">${money(invoice.amount_remaining)}</td></tr>`}
          </tbody>
        </table>
        ${invoice.status === "draft" ? "" : html`<p style="margin-top:16px"><a href="/invoices/${invoice.id}/pdf">Download PDF</a></p>`}
      </div>
      ${
        invoice.status === "open"
          ? html`<section class="card" aria-labelledby="pay">
            <h2 id="pay">Pay this invoice</h2>
            ${problemAlert(problem)}
            <form method="post" action="/invoices/${invoice.id}" novalidate>
              ${cardFields(form, problem)}
              <button class="wide" type="submit">Pay ${money(invoice.amount_remaining)}</button>
            </form>
            ${testCards()}
          </section>`
          : ""
      }
    `,
    true,
  );
}

const isOwed = ({ status }: Invoice): boolean => status !== "paid" && status !== "void";
