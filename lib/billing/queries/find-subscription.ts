import type { AccountContext } from "@/lib/platform/context";
import { forbidden } from "@/lib/platform/errors";
import { describeSubscription } from "../compute/describe-subscription";
import { findPrimarySubscription } from "../repository/subscriptions";
import type { Subscription } from "../schemas";

/**
 * The subscription that speaks for the account, from our own rows; an ended one says so. Null without any.
 *
 * @throws DomainError FORBIDDEN
 */
export async function findSubscription(ctx: AccountContext): Promise<Subscription | null> {
  if (!ctx.permissions.has("billing.read")) throw forbidden("The subscription needs billing.read.");
  const row = await findPrimarySubscription(ctx.account.id);
  return row && describeSubscription(row);
}
