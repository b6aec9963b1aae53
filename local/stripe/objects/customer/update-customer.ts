import type { Stripe } from "stripe";
import { mergeMetadata } from "../../state/metadata";
import { textOr } from "../../state/params";
import type { Customer } from "../../state/records";
import type { World } from "../../world";
import { toAddress } from "../address";
import { checkIsAttachedTo } from "../payment-method/find-payment-method";
import { recordBalanceChange } from "./change-balance";
import { getCustomer } from "./find-customer";

export const UPDATE_CUSTOMER_PARAMS = [
  "address",
  "balance",
  "description",
  "email",
  "invoice_prefix",
  "invoice_settings",
  "metadata",
  "name",
  "next_invoice_sequence",
  "phone",
  "preferred_locales",
  "shipping",
  "tax",
  "tax_exempt",
] as const satisfies readonly (keyof Stripe.CustomerUpdateParams)[];

export function updateCustomer(world: World, id: string, params: Stripe.CustomerUpdateParams): Customer {
  const before = getCustomer(world, id);
  const preferred = params.invoice_settings?.default_payment_method;
  if (preferred) checkIsAttachedTo(world, preferred, id, "invoice_settings[default_payment_method]");
  if (params.balance !== undefined && params.balance !== before.balance)
    recordBalanceChange(world, id, { amount: params.balance - before.balance, type: "adjustment" });
  const current = world.state.customers.get(id);
  const settings = current.invoice_settings;
  const after: Customer = {
    ...current,
    address:
      params.address === undefined
        ? (current.address ?? null)
        : params.address
          ? toAddress(params.address)
          : null,
    description: textOr(params.description, current.description),
    email: textOr(params.email, current.email),
    invoice_prefix: params.invoice_prefix ?? current.invoice_prefix ?? null,
    invoice_settings: {
      ...settings,
      default_payment_method: textOr(preferred, settings.default_payment_method),
      footer: textOr(params.invoice_settings?.footer, settings.footer),
      custom_fields:
        params.invoice_settings?.custom_fields === undefined
          ? settings.custom_fields
          : params.invoice_settings.custom_fields || null,
    },
    metadata: mergeMetadata(current.metadata, params.metadata),
    name: textOr(params.name, current.name ?? null),
    next_invoice_sequence: params.next_invoice_sequence ?? current.next_invoice_sequence ?? 1,
    phone: textOr(params.phone, current.phone ?? null),
    preferred_locales: params.preferred_locales ?? current.preferred_locales ?? [],
    shipping:
      params.shipping === undefined
        ? current.shipping
        : params.shipping
          ? {
              address: toAddress(params.shipping.address),
              name: params.shipping.name,
              phone: params.shipping.phone || null,
            }
          : null,
    tax_exempt:
      params.tax_exempt === undefined ? (current.tax_exempt ?? "none") : params.tax_exempt || "none",
  };
  world.state.customers.put(after);
  world.emit("customer.updated", after, before);
  return after;
}
