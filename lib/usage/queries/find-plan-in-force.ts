import { type Clock, systemClock } from "@/lib/platform/clock";
import { type PlanInForce, readPlanInForce } from "../repository";

/**
 * The plan whose limits hold now: the account's own while it lasts, else free of the newest catalog. Null when
 * the account is absent or deleted.
 */
export async function findPlanInForce(
  accountId: string,
  clock: Clock = systemClock,
): Promise<PlanInForce | null> {
  return await readPlanInForce(accountId, clock.now());
}
