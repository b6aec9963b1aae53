import type { State } from "../state/open-state";
import type { World } from "../world";

const BY_PREFIX: Record<string, keyof State> = {
  cus: "customers",
  prod: "products",
  price: "prices",
  cs: "checkoutSessions",
  sub: "subscriptions",
  sched: "schedules",
  in: "invoices",
  ii: "invoiceItems",
  inpay: "invoicePayments",
  pm: "paymentMethods",
  pi: "paymentIntents",
  seti: "setupIntents",
  ch: "charges",
  txn: "balanceTransactions",
  re: "refunds",
  cn: "creditNotes",
  du: "disputes",
  promo: "promotionCodes",
  di: "discounts",
  txi: "taxIds",
  txr: "taxRates",
  cbtxn: "customerBalanceTransactions",
  clock: "testClocks",
  mtr: "meters",
  credgr: "creditGrants",
  feat: "features",
  bpc: "portalConfigurations",
};

/** Some ids are chosen by the caller, so the name of the field decides before the prefix does. */
const BY_FIELD: Record<string, keyof State> = {
  product: "products",
  coupon: "coupons",
  price: "prices",
  default_price: "prices",
  credit_balance_transaction: "creditTransactions",
};

/** The object that an id stands for, or its tombstone; undefined when it is of a kind that is not kept here. */
export function resolveId(world: World, field: string, id: string): object | undefined {
  const prefix = id.startsWith("sub_sched_") ? "sched" : (id.split("_", 1)[0] ?? "");
  const name = BY_FIELD[field] ?? BY_PREFIX[prefix];
  if (!name) return undefined;
  return world.state[name].find(id) ?? world.state.tombstones.find(id);
}
