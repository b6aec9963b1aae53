import type { TaxId } from "../../state/records";
import type { World } from "../../world";

/** Kinds that Stripe looks up with an authority (https://docs.stripe.com/billing/customer/tax-ids#validation). */
const VERIFIABLE = new Set(["au_abn", "eu_vat", "gb_vat"]);

export const isVerifiable = (type: string): boolean => VERIFIABLE.has(type);

/** Stripe's test values (https://docs.stripe.com/billing/testing#customer-tax-id-verification), with or without a country. */
const REFUTED = /^([A-Z]{2})?111111111$/;
const SLOW = /^([A-Z]{2})?222222222$/;

/** The authority of this one never answers. */
export const staysPending = (value: string): boolean => SLOW.test(value);

/** The authority has answered. */
export function verifyTaxId(world: World, id: string): TaxId {
  const before = world.state.taxIds.get(id);
  const isGood = !REFUTED.test(before.value);
  const owner = world.state.customers.find(before.customer ?? "");
  const after = world.state.taxIds.put({
    ...before,
    verification: {
      status: isGood ? "verified" : "unverified",
      verified_address: null,
      verified_name: isGood ? (owner?.name ?? null) : null,
    },
  });
  world.emit("customer.tax_id.updated", after, before);
  return after;
}
