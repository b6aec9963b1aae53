import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, missingParam } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import { toAddress } from "../address";
import { attachPaymentMethod } from "./attach-payment-method";
import { CREATE_PAYMENT_METHOD_PARAMS, createPaymentMethod } from "./create-payment-method";
import { getPaymentMethod } from "./find-payment-method";

export const paymentMethodOperations = [
  operation<Stripe.PaymentMethodCreateParams>(
    "POST",
    "/v1/payment_methods",
    CREATE_PAYMENT_METHOD_PARAMS,
    ({ world, params }) => createPaymentMethod(world, params),
  ),
  listOperation<Stripe.PaymentMethodListParams>(
    "/v1/payment_methods",
    ["customer", "type"],
    ({ world, params }) =>
      listPage(world.state.paymentMethods, params, {
        url: "/v1/payment_methods",
        by: params.customer ? { index: "customer", key: params.customer } : undefined,
        where: (method) => method.customer !== null && (!params.type || method.type === params.type),
      }),
  ),
  operation("GET", "/v1/payment_methods/{id}", [], ({ world, id }) => getPaymentMethod(world, id)),
  operation<Stripe.PaymentMethodUpdateParams>(
    "POST",
    "/v1/payment_methods/{id}",
    ["billing_details", "card", "metadata", "allow_redisplay"],
    ({ world, params, id }) => {
      const before = getPaymentMethod(world, id);
      if (!before.customer)
        throw invalidRequest("You must save this PaymentMethod to a customer before you can update it.");
      const billing = params.billing_details;
      const after = world.state.paymentMethods.put({
        ...before,
        allow_redisplay: params.allow_redisplay ?? before.allow_redisplay ?? "unspecified",
        billing_details: {
          ...before.billing_details,
          ...(billing?.address ? { address: toAddress(billing.address) } : {}),
          ...(billing?.email !== undefined ? { email: billing.email || null } : {}),
          ...(billing?.name !== undefined ? { name: billing.name || null } : {}),
          ...(billing?.phone !== undefined ? { phone: billing.phone || null } : {}),
        },
        ...(before.card
          ? {
              card: {
                ...before.card,
                exp_month: params.card?.exp_month ?? before.card.exp_month,
                exp_year: params.card?.exp_year ?? before.card.exp_year,
              },
            }
          : {}),
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      });
      world.emit("payment_method.updated", after, before);
      return after;
    },
  ),
  operation<Stripe.PaymentMethodAttachParams>(
    "POST",
    "/v1/payment_methods/{id}/attach",
    ["customer"],
    ({ world, params, id }) => {
      if (!params.customer) throw missingParam("customer");
      return attachPaymentMethod(world, id, params.customer);
    },
  ),
  operation("POST", "/v1/payment_methods/{id}/detach", [], ({ world, id }) => {
    const before = getPaymentMethod(world, id);
    if (!before.customer)
      throw invalidRequest(
        "The payment method you provided is not attached to a customer so detachment is impossible.",
        "payment_method",
      );
    const customer = world.state.customers.find(before.customer);
    if (customer?.invoice_settings.default_payment_method === id) {
      const changed = world.state.customers.patch(customer.id, {
        invoice_settings: { ...customer.invoice_settings, default_payment_method: null },
      });
      world.emit("customer.updated", changed, customer);
    }
    const after = world.state.paymentMethods.patch(id, { customer: null });
    world.emit("payment_method.detached", after, before);
    return after;
  }),
];
