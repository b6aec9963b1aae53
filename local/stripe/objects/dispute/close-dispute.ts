import type { Dispute } from "../../state/records";
import type { World } from "../../world";
import { createBalanceTransaction } from "../charge/create-charge";

/** The bank's decision: won gives the amount back, lost changes nothing any more. */
export function closeDispute(world: World, id: string, outcome: "won" | "lost"): Dispute {
  const before = world.state.disputes.get(id);
  const isInquiry = before.status.startsWith("warning");
  const closed = world.state.disputes.put({
    ...before,
    status: isInquiry ? "warning_closed" : outcome,
    ...(outcome === "won" && !isInquiry
      ? {
          balance_transactions: [
            ...before.balance_transactions,
            createBalanceTransaction(world, {
              amount: before.amount,
              fee: 0,
              currency: before.currency,
              source: id,
              type: "adjustment",
              created: world.now(),
              description: "Chargeback reversal",
            }),
          ],
        }
      : {}),
  });
  if (outcome === "won" && !isInquiry) world.emit("charge.dispute.funds_reinstated", closed);
  world.emit("charge.dispute.closed", closed);
  return closed;
}
