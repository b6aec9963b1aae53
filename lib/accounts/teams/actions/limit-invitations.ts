import { sha256 } from "@/lib/platform/crypto";
import { rateLimited } from "@/lib/platform/errors";
import { consumeRate, type RatePolicy } from "@/lib/platform/rate-limit";

/** Enough to invite a department in one go. */
const PER_ACCOUNT: RatePolicy = { name: "invitations-account", limit: 50, windowSeconds: 3_600 };
/** Whoever does not want to join is not to be written to again and again, from whichever account. */
const PER_ADDRESS: RatePolicy = { name: "invitations-address", limit: 5, windowSeconds: 24 * 3_600 };

/**
 * Counts one message to an address, for the account that sends it and for whoever receives it.
 *
 * @throws DomainError RATE_LIMITED
 */
export async function limitInvitations(accountId: string, email: string): Promise<void> {
  const byAccount = await consumeRate(PER_ACCOUNT, accountId);
  if (!byAccount.allowed) {
    throw rateLimited(
      `An account sends at most ${PER_ACCOUNT.limit} invitations an hour. Nothing was sent; try again later.`,
      byAccount.resetSeconds,
    );
  }
  // The counter may live in Redis, where no address is to stand.
  const byAddress = await consumeRate(PER_ADDRESS, sha256(email).toString("hex"));
  if (!byAddress.allowed) {
    throw rateLimited(
      `At most ${PER_ADDRESS.limit} invitations a day go to one address. Nothing was sent; ask the person to look into their mail.`,
      byAddress.resetSeconds,
    );
  }
}
