import { Hono } from "hono";
import type { AppEnv } from "../http/app";
import { findDefaultPayment } from "../objects/invoice/find-invoice";
import { collectInvoice } from "../objects/invoice/pay-invoice";
import { createCard } from "../objects/payment-method/create-payment-method";
import { formatAmount } from "../objects/subscription/billing-lines";
import type { World } from "../world";
import { messagePage } from "./checkout-page";
import { invoicePage } from "./invoice-page";
import { invoicePdf } from "./invoice-pdf";
import { formatDate } from "./layout";
import { readCard } from "./read-card";

/** The hosted invoice and its PDF. */
export function invoiceRoutes(world: World): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const missing = () => messagePage("Not found", "There is no such invoice.");
  routes.get("/invoices/:id", (context) => {
    const invoice = world.state.invoices.find(context.req.param("id"));
    return invoice ? context.html(invoicePage(world, invoice)) : context.html(missing(), 404);
  });
  routes.get("/invoices/:id/pdf", (context) => {
    const invoice = world.state.invoices.find(context.req.param("id"));
    if (!invoice) return context.html(missing(), 404);
    return context.body(new Uint8Array(invoicePdf(world, invoice)), 200, {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="Invoice-${invoice.number ?? invoice.id}.pdf"`,
    });
  });
  routes.get("/receipts/:id", (context) => {
    const charge = world.state.charges.find(context.req.param("id"));
    if (!charge) return context.html(messagePage("Not found", "There is no such receipt."), 404);
    return context.html(
      messagePage(
        "Receipt",
        `${world.settings.account.name} received ${formatAmount(charge.amount, charge.currency)} on ${formatDate(charge.created)}. Charge ${charge.id}.`,
      ),
    );
  });
  routes.post("/invoices/:id", async (context) => {
    const invoice = world.state.invoices.find(context.req.param("id"));
    if (!invoice) return context.html(missing(), 404);
    const body = await context.req.parseBody();
    const text = (name: string) => (typeof body[name] === "string" ? body[name] : "");
    const form = { number: text("number"), expiry: text("expiry"), cvc: text("cvc") };
    const reading = readCard(form);
    if (!reading.ok) return context.html(invoicePage(world, invoice, reading.problem, form), 422);
    const paid = world.transact(() => {
      const method = createCard(world, reading.card);
      const payment = findDefaultPayment(world, invoice.id);
      if (payment?.payment.payment_intent && invoice.customer)
        world.state.paymentIntents.patch(payment.payment.payment_intent, {
          setup_future_usage: "off_session",
        });
      return collectInvoice(world, invoice.id, { paymentMethod: method.id });
    });
    if (paid.status === "paid") return context.redirect(`/invoices/${invoice.id}`, 303);
    const intent = world.state.paymentIntents.find(
      findDefaultPayment(world, invoice.id)?.payment.payment_intent ?? "",
    );
    if (intent?.status === "requires_action" && intent.next_action?.redirect_to_url?.url)
      return context.redirect(intent.next_action.redirect_to_url.url, 303);
    return context.html(
      invoicePage(world, paid, {
        message: intent?.last_payment_error?.message ?? "The payment did not go through.",
      }),
      402,
    );
  });
  return routes;
}
