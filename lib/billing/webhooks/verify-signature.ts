import Stripe from "stripe";
import { stripe } from "@/lib/platform/stripe";

/** How old a signature may be, in seconds. Never 0: that would switch the check off. */
const TOLERANCE_SECONDS = 300;

/**
 * Checks the signature over the raw body against every secret of the endpoint: two are valid while one is
 * being rotated. Returns why it is not valid, or null when it is.
 */
export function findSignatureFault(
  rawBody: Buffer,
  header: string | null,
  secrets: readonly string[],
): string | null {
  if (!header) return "The Stripe-Signature header is missing.";
  const { signature } = stripe().webhooks;
  if (!signature) throw new Error("The Stripe package cannot verify signatures on this platform.");
  const faults: string[] = [];
  for (const secret of secrets) {
    try {
      signature.verifyHeader(rawBody, header, secret, TOLERANCE_SECONDS);
      return null;
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
      faults.push(error.message);
    }
  }
  // The secret that fits says more than those that do not.
  return faults.some((fault) => /timestamp/i.test(fault))
    ? "The signature is too old, or no time can be read from it."
    : "The signature does not match the body.";
}
