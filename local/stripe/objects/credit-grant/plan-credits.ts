import type { CreditGrant, Invoice, InvoiceLine } from "../../state/records";
import type { World } from "../../world";
import { currencyOf, isUsable, leftOf } from "./credit-ledger";

export interface PlannedCredit {
  grant: string;
  amount: number;
}

/**
 * What a customer's credits take off each line of an invoice: only lines of metered prices, after discounts and before
 * tax, grant by grant until it is used up
 * (https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits#how-billing-credits-work).
 *
 * @param nets what discounts left of each line
 */
export function planCredits(world: World, invoice: Invoice, nets: readonly number[]): PlannedCredit[][] {
  const planned: PlannedCredit[][] = nets.map(() => []);
  const grants = usableGrants(world, invoice);
  if (grants.length === 0) return planned;
  const left = new Map(grants.map((grant) => [grant.id, leftOf(world, grant.id)]));
  invoice.lines.data.forEach((line, at) => {
    let open = isMeteredLine(world, line) ? (nets[at] ?? 0) : 0;
    for (const grant of grants) {
      if (open <= 0) break;
      const available = left.get(grant.id) ?? 0;
      if (available <= 0 || !applies(grant, line)) continue;
      const amount = Math.min(open, available);
      left.set(grant.id, available - amount);
      planned[at]?.push({ grant: grant.id, amount });
      open -= amount;
    }
  });
  return planned;
}

/**
 * In the order of use: the smallest priority number, then what expires first, then promotional before paid, then the
 * one that has been effective the longest, then the oldest.
 */
function usableGrants(world: World, invoice: Invoice): CreditGrant[] {
  if (world.state.creditGrants.size === 0 || !invoice.customer) return [];
  const now = world.nowOf(invoice.customer);
  const own = [...world.state.creditGrants.oldestFirst({ index: "customer", key: invoice.customer })];
  return own
    .filter((grant) => currencyOf(grant) === invoice.currency && isUsable(grant, now))
    .sort(
      (a, b) =>
        (a.priority ?? 50) - (b.priority ?? 50) ||
        (a.expires_at ?? Number.MAX_SAFE_INTEGER) - (b.expires_at ?? Number.MAX_SAFE_INTEGER) ||
        rankOf(a) - rankOf(b) ||
        (a.effective_at ?? 0) - (b.effective_at ?? 0) ||
        a.created - b.created,
    );
}

const rankOf = (grant: CreditGrant): number => (grant.category === "promotional" ? 0 : 1);

/** A grant names the prices it is for, or is for all that are metered. */
function applies(grant: CreditGrant, line: InvoiceLine): boolean {
  const { prices } = grant.applicability_config.scope;
  return !prices || prices.some((price) => price.id === line.pricing?.price_details?.price);
}

function isMeteredLine(world: World, line: InvoiceLine): boolean {
  const details = line.parent?.subscription_item_details;
  const price = world.state.prices.find(line.pricing?.price_details?.price ?? "");
  return Boolean(details && !details.proration && price?.recurring?.meter);
}
