import type { Stripe } from "stripe";
import { noSuch } from "../../http/stripe-error";
import { randomText } from "../../state/ids";
import { newMetadata } from "../../state/metadata";
import type { Customer } from "../../state/records";
import type { World } from "../../world";
import { toAddress } from "../address";
import { attachPaymentMethod } from "../payment-method/attach-payment-method";
import { checkIsAttachedTo } from "../payment-method/find-payment-method";
import { createTaxId } from "../tax-id/create-tax-id";

export const CREATE_CUSTOMER_PARAMS = [
  "address",
  "balance",
  "description",
  "email",
  "invoice_prefix",
  "invoice_settings",
  "metadata",
  "name",
  "next_invoice_sequence",
  "payment_method",
  "phone",
  "preferred_locales",
  "shipping",
  "tax",
  "tax_exempt",
  "tax_id_data",
  "test_clock",
] as const satisfies readonly (keyof Stripe.CustomerCreateParams)[];

export function createCustomer(world: World, params: Stripe.CustomerCreateParams): Customer {
  const { state } = world;
  if (params.test_clock && !state.testClocks.find(params.test_clock))
    throw noSuch("test clock", params.test_clock, "test_clock", 400);
  const settings = params.invoice_settings;
  const customer: Customer = {
    id: world.newId("cus"),
    object: "customer",
    address: params.address ? toAddress(params.address) : null,
    balance: params.balance ?? 0,
    created: world.now(params.test_clock ?? null),
    currency: null,
    default_source: null,
    delinquent: false,
    description: params.description || null,
    email: params.email || null,
    invoice_prefix: params.invoice_prefix ?? randomText(8).toUpperCase(),
    invoice_settings: {
      custom_fields: settings?.custom_fields || null,
      default_payment_method: null,
      footer: settings?.footer || null,
      rendering_options: null,
    },
    livemode: false,
    metadata: newMetadata(params.metadata),
    name: params.name || null,
    next_invoice_sequence: params.next_invoice_sequence ?? 1,
    phone: params.phone || null,
    preferred_locales: params.preferred_locales ?? [],
    shipping: params.shipping
      ? {
          address: toAddress(params.shipping.address),
          name: params.shipping.name,
          phone: params.shipping.phone || null,
        }
      : null,
    tax_exempt: params.tax_exempt || "none",
    test_clock: params.test_clock ?? null,
  };
  state.customers.put(customer);
  world.emit("customer.created", customer);
  for (const taxId of params.tax_id_data ?? []) createTaxId(world, { ...taxId, customer: customer.id });
  if (params.payment_method) attachPaymentMethod(world, params.payment_method, customer.id);
  const preferred = settings?.default_payment_method;
  if (preferred) {
    checkIsAttachedTo(world, preferred, customer.id, "invoice_settings[default_payment_method]");
    state.customers.patch(customer.id, {
      invoice_settings: { ...customer.invoice_settings, default_payment_method: preferred },
    });
  }
  return state.customers.get(customer.id);
}
