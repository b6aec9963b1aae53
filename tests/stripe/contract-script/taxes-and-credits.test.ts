import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Script } from "./script";

let script: Script;
let stripe: Stripe;
let call: Script["call"];

beforeAll(async () => {
  script = await Script.start();
  ({ stripe, call } = script);
});
afterAll(() => script.close());

describe("every call of taxes, credits, features, line edits and bank debits stays within the contract", () => {
  it("each once", async () => {
    const product = await call(stripe.products.create({ name: "Pro" }));
    const buyer = await call(
      stripe.customers.create({ email: "more@example.com", address: { country: "DE" } }),
    );
    const calculation = await call(
      stripe.tax.calculations.create({
        currency: "eur",
        customer: buyer.id,
        line_items: [{ amount: 1_000, reference: "a" }],
        expand: ["line_items.data.tax_breakdown"],
      }),
    );
    await call(stripe.tax.calculations.retrieve(calculation.id ?? ""));
    await call(stripe.tax.calculations.listLineItems(calculation.id ?? ""));
    const taxed = await call(
      stripe.tax.transactions.createFromCalculation({ calculation: calculation.id ?? "", reference: "o1" }),
    );
    await call(stripe.tax.transactions.retrieve(taxed.id, { expand: ["line_items"] }));
    await call(stripe.tax.transactions.listLineItems(taxed.id));
    await call(
      stripe.tax.transactions.createReversal({
        mode: "full",
        original_transaction: taxed.id,
        reference: "o1-back",
      }),
    );
    await call(stripe.tax.settings.retrieve());
    await call(stripe.tax.settings.update({ defaults: { tax_behavior: "inferred_by_currency" } }));
    const registration = await call(
      stripe.tax.registrations.create({
        country: "DE",
        country_options: { de: { type: "standard" } },
        active_from: "now",
      }),
    );
    await call(stripe.tax.registrations.retrieve(registration.id));
    await call(stripe.tax.registrations.list({ status: "active" }));
    await call(stripe.tax.registrations.update(registration.id, { expires_at: "now" }));
    const grant = await call(
      stripe.billing.creditGrants.create({
        customer: buyer.id,
        amount: { type: "monetary", monetary: { currency: "usd", value: 500 } },
        applicability_config: { scope: { price_type: "metered" } },
      }),
    );
    await call(stripe.billing.creditGrants.retrieve(grant.id, { expand: ["customer"] }));
    await call(stripe.billing.creditGrants.update(grant.id, { metadata: { a: "1" } }));
    await call(stripe.billing.creditGrants.list({ customer: buyer.id }));
    await call(
      stripe.billing.creditBalanceSummaries.retrieve({
        customer: buyer.id,
        filter: { type: "credit_grant", credit_grant: grant.id },
      }),
    );
    const ledger = await call(stripe.billing.creditBalanceTransactions.list({ customer: buyer.id }));
    await call(
      stripe.billing.creditBalanceTransactions.retrieve(ledger.data[0]?.id ?? "", {
        expand: ["credit_grant"],
      }),
    );
    await call(stripe.billing.creditGrants.voidGrant(grant.id));
    const feature = await call(stripe.entitlements.features.create({ lookup_key: "sso", name: "SSO" }));
    await call(stripe.entitlements.features.retrieve(feature.id));
    await call(stripe.entitlements.features.update(feature.id, { name: "Single sign-on" }));
    await call(stripe.entitlements.features.list({ archived: false }));
    const link = await call(stripe.products.createFeature(product.id, { entitlement_feature: feature.id }));
    await call(stripe.products.retrieveFeature(product.id, link.id));
    await call(stripe.products.listFeatures(product.id));
    await call(stripe.products.deleteFeature(product.id, link.id));
    await call(stripe.entitlements.activeEntitlements.list({ customer: buyer.id }));
    const draft = await call(stripe.invoices.create({ customer: buyer.id, currency: "usd" }));
    const added = await call(
      stripe.invoices.addLines(draft.id, { lines: [{ amount: 900 }, { amount: 300 }] }),
    );
    const [first, second] = added.lines.data.map((line) => line.id);
    await call(stripe.invoices.updateLines(draft.id, { lines: [{ id: first ?? "", amount: 400 }] }));
    await call(stripe.invoices.updateLineItem(draft.id, second ?? "", { description: "Work" }));
    await call(stripe.invoices.removeLines(draft.id, { lines: [{ id: first ?? "", behavior: "delete" }] }));
    await call(stripe.invoices.finalizeInvoice(draft.id, { auto_advance: false }));
    await call(stripe.invoices.create({ from_invoice: { action: "revision", invoice: draft.id } }));
    const part = await call(
      stripe.paymentIntents.create({
        amount: 200,
        currency: "usd",
        payment_method: "pm_card_visa",
        confirm: true,
      }),
    );
    await call(stripe.invoices.attachPayment(draft.id, { payment_intent: part.id }));
    const account = await call(
      stripe.paymentMethods.create({
        type: "sepa_debit",
        sepa_debit: { iban: "DE89370400440532013000" },
        billing_details: { name: "Ada" },
      }),
    );
    const debit = await call(
      stripe.paymentIntents.create({
        amount: 200,
        currency: "eur",
        payment_method: account.id,
        confirm: true,
      }),
    );
    expect(debit.status).toBe("processing");
  });

  it("covers what it is there for without one violation, in calls or events", () => {
    script.expectCovered("taxesAndCredits");
  });
});
