import { invalidRequest } from "../../http/stripe-error";
import type { CreditGrant } from "../../state/records";
import type { World } from "../../world";
import { leftOf, recordCredit } from "./credit-ledger";

/** What is left of a grant ends with it: asked for, or because its time is over. */
export function expireCreditGrant(world: World, id: string): CreditGrant {
  const before = world.state.creditGrants.get(id);
  checkIsOpen(world, before);
  const now = world.nowOf(before.customer);
  world.state.meta.put({ id: `credit_expired:${id}`, value: true });
  const after = world.state.creditGrants.put({
    ...before,
    expires_at: before.expires_at !== null && before.expires_at < now ? before.expires_at : now,
    updated: now,
  });
  const left = leftOf(world, id);
  if (left > 0) recordCredit(world, after, { kind: "credits_expired", amount: left });
  world.emit("billing.credit_grant.updated", after, before);
  return after;
}

/** A grant that nothing was taken from is taken back (https://docs.stripe.com/api/billing/credit-grant/void). */
export function voidCreditGrant(world: World, id: string): CreditGrant {
  const before = world.state.creditGrants.get(id);
  checkIsOpen(world, before);
  const left = leftOf(world, id);
  if (left !== before.amount.monetary?.value)
    throw invalidRequest("You cannot void a credit grant that has been applied to an invoice.");
  const now = world.nowOf(before.customer);
  const after = world.state.creditGrants.put({ ...before, updated: now, voided_at: now });
  recordCredit(world, after, { kind: "credits_voided", amount: left });
  world.emit("billing.credit_grant.updated", after, before);
  return after;
}

export const hasExpired = (world: World, id: string): boolean =>
  world.state.meta.find(`credit_expired:${id}`) !== undefined;

function checkIsOpen(world: World, grant: CreditGrant): void {
  if (grant.voided_at !== null) throw invalidRequest("This credit grant has been voided already.");
  if (hasExpired(world, grant.id)) throw invalidRequest("This credit grant has expired already.");
}
