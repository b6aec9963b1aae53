import type { Operation } from "../http/operation";
import { chargeOperations } from "./charge/operations";
import { checkoutSessionOperations } from "./checkout-session/operations";
import { couponOperations } from "./coupon/operations";
import { creditGrantOperations } from "./credit-grant/operations";
import { creditNoteOperations } from "./credit-note/operations";
import { customerOperations } from "./customer/operations";
import { disputeOperations } from "./dispute/operations";
import { entitlementOperations } from "./entitlement/operations";
import { eventOperations } from "./event/operations";
import { invoiceOperations } from "./invoice/operations";
import { invoiceItemOperations } from "./invoice-item/operations";
import { meterOperations } from "./meter/operations";
import { paymentIntentOperations } from "./payment-intent/operations";
import { paymentMethodOperations } from "./payment-method/operations";
import { portalOperations } from "./portal/operations";
import { priceOperations } from "./price/operations";
import { productOperations } from "./product/operations";
import { refundOperations } from "./refund/operations";
import { scheduleOperations } from "./schedule/operations";
import { setupIntentOperations } from "./setup-intent/operations";
import { subscriptionOperations } from "./subscription/operations";
import { taxCalculationOperations } from "./tax/operations";
import { taxOperations } from "./tax-rate/operations";
import { testClockOperations } from "./test-clock/operations";
import { webhookEndpointOperations } from "./webhook-endpoint/operations";

/** Every call that is answered. What is in the contract and not here is refused by name. */
export const allOperations: readonly Operation[] = [
  ...customerOperations,
  ...productOperations,
  ...priceOperations,
  ...couponOperations,
  ...paymentMethodOperations,
  ...paymentIntentOperations,
  ...setupIntentOperations,
  ...chargeOperations,
  ...checkoutSessionOperations,
  ...subscriptionOperations,
  ...invoiceOperations,
  ...creditGrantOperations,
  ...creditNoteOperations,
  ...entitlementOperations,
  ...disputeOperations,
  ...invoiceItemOperations,
  ...meterOperations,
  ...refundOperations,
  ...scheduleOperations,
  ...taxOperations,
  ...taxCalculationOperations,
  ...portalOperations,
  ...eventOperations,
  ...webhookEndpointOperations,
  ...testClockOperations,
];
