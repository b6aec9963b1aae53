import { recordAudit } from "@/lib/accounts";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { type StoredCheckout, setCheckoutClosed } from "../repository/checkout-sessions";

/**
 * Closes a checkout that can no longer be paid for. One that has gone on in the meantime is left alone.
 *
 * @param status `refused` by the provider, or `expired`: run out, taken back, or never given to anybody
 */
export async function closeCheckout(
  ctx: Context,
  checkout: Pick<StoredCheckout, "id" | "accountId" | "status">,
  status: "refused" | "expired",
): Promise<void> {
  await database().begin(async (tx) => {
    if (!(await setCheckoutClosed(tx, checkout.id, checkout.status, status))) return;
    await recordAudit(tx, ctx, {
      accountId: checkout.accountId,
      action: status === "refused" ? "checkout.refused" : "checkout.expired",
      targetKind: "checkout",
      targetId: checkout.id,
      before: { status: checkout.status },
      after: { status },
    });
  });
}
