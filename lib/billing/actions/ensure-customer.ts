import Stripe from "stripe";
import { recordAudit } from "@/lib/accounts";
import type { AccountContext } from "@/lib/platform/context";
import { sha256 } from "@/lib/platform/crypto";
import { database } from "@/lib/platform/db";
import { callStripe } from "@/lib/platform/stripe";
import { toDate } from "../compute/read-stripe";
import {
  countCustomers,
  findAccountCustomer,
  insertCustomer,
  type KnownCustomer,
} from "../repository/customers";

/** Who buys: the person at the screen. Stripe puts it on receipts. */
export interface Buyer {
  readonly email: string | null;
  readonly name: string | null;
}

/**
 * The account's living customer, made at the provider if there is none. Called under the account's checkout
 * lease. One for each account: the idempotency key is made from the account and how many customers it has had,
 * and the unique index keeps a second one out. If the process dies between the provider's answer and our row,
 * the same key gives the same customer, and its `customer.created` event brings the row.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE
 */
export async function ensureCustomer(ctx: AccountContext, buyer: Buyer): Promise<KnownCustomer> {
  const accountId = ctx.account.id;
  const existing = await findAccountCustomer(accountId);
  if (existing) return existing;
  const params: Stripe.CustomerCreateParams = {
    ...(buyer.email && { email: buyer.email }),
    ...(buyer.name && { name: buyer.name }),
    metadata: { account_id: accountId },
  };
  // Another member of the account is another request, which one and the same key would refuse.
  const digest = sha256(JSON.stringify(params)).toString("hex").slice(0, 16);
  const key = `customer:${accountId}:${await countCustomers(accountId)}:${digest}`;
  const customer = await createCustomer(ctx, params, key);
  await database().begin(async (tx) => {
    const stored = await insertCustomer(tx, {
      id: customer.id,
      accountId,
      email: customer.email,
      name: customer.name ?? null,
      providerCreatedAt: toDate(customer.created),
    });
    if (!stored) return;
    await recordAudit(tx, ctx, {
      accountId,
      action: "customer.created",
      targetKind: "customer",
      targetId: customer.id,
    });
  });
  const created = await findAccountCustomer(accountId);
  if (!created) throw new Error(`Account ${accountId} has no customer after ${customer.id} was made for it.`);
  return created;
}

/**
 * Stripe replays an error of its own under the same key for a day. A customer that nobody knows of does no
 * harm, so after such an answer one more try is made under a key that changes by the minute.
 */
async function createCustomer(
  ctx: AccountContext,
  params: Stripe.CustomerCreateParams,
  key: string,
): Promise<Stripe.Customer> {
  const create = (idempotencyKey: string) =>
    callStripe((client) => client.customers.create(params, { idempotencyKey }));
  try {
    return await create(key);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeAPIError)) throw error;
    return await create(`${key}:${Math.floor(ctx.clock.now().getTime() / 60_000)}`);
  }
}
