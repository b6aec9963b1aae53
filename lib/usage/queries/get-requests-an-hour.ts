import { type Clock, systemClock } from "@/lib/platform/clock";
import { readOverview } from "../repository";

/** What "unlimited" means to a rate limiter: more than any process answers. */
const UNLIMITED = 1_000_000_000;

/**
 * API requests an hour that the account's plan allows, an override included.
 *
 * @throws Error when the plan in force has no published limits
 */
export async function getRequestsAnHour(accountId: string, clock: Clock = systemClock): Promise<number> {
  const [row] = await readOverview(accountId, "api_requests", clock.now());
  if (!row) {
    throw new Error("The plan in force has no published limits: run `npm run catalog:sync`.");
  }
  return row.limitValue ?? UNLIMITED;
}
