import type { RatePolicy, RateResult } from "@/lib/platform/rate-limit";

/** Stands in for the limiter where hundreds of calls are made on purpose. Rates have tests of their own. */
export const consumeRate = async (policy: RatePolicy): Promise<RateResult> => ({
  allowed: true,
  policy,
  remaining: policy.limit,
  resetSeconds: 1,
});
