export { confirmCheckout } from "./actions/confirm-checkout";
export { endCustomer } from "./actions/end-customer";
export { type Buyer, ensureCustomer } from "./actions/ensure-customer";
export { handleProviderEvent } from "./actions/handle-provider-event";
export { openPortal } from "./actions/open-portal";
export { requeueStalledEvents } from "./actions/requeue-stalled-events";
export { startCheckout } from "./actions/start-checkout";
export { resumeRenewals, stopRenewals } from "./actions/stop-renewals";
export { type SyncOptions, type SyncResult, syncCustomer } from "./actions/sync-customer";
export {
  invoicePaid,
  invoiceUpdated,
  planChanged,
  providerEventReceived,
  purchasePaid,
  purchaseUpdated,
  subscriptionUpdated,
} from "./events";
export { billingJobs } from "./jobs";
export { findSubscription } from "./queries/find-subscription";
export { getInvoice } from "./queries/get-invoice";
export { getOverview } from "./queries/get-overview";
export { listInvoices } from "./queries/list-invoices";
export { type BillingPage, readBillingPage } from "./queries/read-billing-page";
export { type ClosingFacts, findClosingFacts } from "./repository/closing-facts";
export { eraseBilling, eraseLateEvents } from "./repository/erasure";
export { billingExportSources } from "./repository/exports";
export { listInvoiceNumbers } from "./repository/invoices";
export * from "./schemas";
export { type Delivery, receiveStripeEvent } from "./webhooks/receive-stripe-event";
export { type Handling, handlingOf, handlings } from "./webhooks/table";
