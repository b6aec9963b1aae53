import Stripe from "stripe";
import { DomainError, providerUnavailable } from "@/lib/platform/errors";
import { isStripeOutage } from "@/lib/platform/stripe";

/** True when the provider says that the object does not exist. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    (error.code === "resource_missing" || error.statusCode === 404)
  );
}

/** True when nothing is known of what the provider did: it did not answer, or broke while answering. */
export function isUnknownOutcome(error: unknown): boolean {
  return (error instanceof DomainError && error.code === "PROVIDER_UNAVAILABLE") || isStripeOutage(error);
}

/**
 * What a caller is told of an error: an outage, whatever it looked like, is PROVIDER_UNAVAILABLE; anything else
 * stays what it is.
 */
export function toCallerError(error: unknown): unknown {
  if (error instanceof DomainError || !isUnknownOutcome(error)) return error;
  return providerUnavailable("Stripe does not answer right now. Nothing was charged; try again soon.");
}

/** The provider's refusal of a request, or null for anything else. */
export function readRefusal(
  error: unknown,
): { message: string; code: string | null; param: string | null } | null {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return null;
  return { message: error.message, code: error.code ?? null, param: error.param ?? null };
}
