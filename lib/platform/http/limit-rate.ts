import { rateLimited } from "@/lib/platform/errors";
import { consumeRate, type RatePolicy, rateHeaders } from "@/lib/platform/rate-limit";

/**
 * Counts the request against the caller's rate, or the route's own.
 *
 * @returns the headers that tell the caller where they stand
 * @throws DomainError RATE_LIMITED with the same headers and Retry-After
 */
export async function limitRate(
  caller: { readonly rate: RatePolicy; readonly rateKey: string },
  own?: RatePolicy,
): Promise<Record<string, string>> {
  const result = await consumeRate(own ?? caller.rate, caller.rateKey);
  const headers = rateHeaders(result);
  if (result.allowed) return headers;
  const { limit, windowSeconds } = result.policy;
  const refusal = rateLimited(
    `Too many requests: ${limit} are allowed in ${describeWindow(windowSeconds)}. Try again in ${result.resetSeconds} s.`,
    result.resetSeconds,
  );
  Object.assign(refusal.headers, headers);
  throw refusal;
}

function describeWindow(seconds: number): string {
  if (seconds === 3600) return "an hour";
  if (seconds === 60) return "a minute";
  return seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
}
