import { hashSecret, randomSecret } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";

/** Base 62: 190 bits of randomness. */
const LENGTH = 32;
const FORMAT = new RegExp(`^[0-9A-Za-z]{${LENGTH}}$`);
const LIFE_DAYS = 7;

export interface MintedToken {
  /** The secret itself: goes into the link of one message and nowhere else. */
  readonly token: string;
  readonly tokenHash: Buffer;
}

export function mintInvitationToken(): MintedToken {
  const token = randomSecret(LENGTH);
  return { token, tokenHash: hashSecret(token, env().keyPepper) };
}

/** What is stored of a token; null for a text that cannot be one, so that nothing is looked up. */
export function hashInvitationToken(token: string): Buffer | null {
  return FORMAT.test(token) ? hashSecret(token, env().keyPepper) : null;
}

/** When an invitation that is sent at an instant stops being good. */
export const computeInvitationExpiry = (sentAt: Date): Date =>
  new Date(sentAt.getTime() + LIFE_DAYS * 24 * 3_600_000);
