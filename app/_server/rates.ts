import type { RatePolicy } from "@/lib/platform/rate-limit";

/** Calls that reach the provider for one person: enough for anyone who buys, too little for card testing. */
export const BILLING_WRITE_RATE: RatePolicy = { name: "billing", limit: 10, windowSeconds: 900 };

/** Exports read everything there is: more than enough for anyone who wants a copy. */
export const EXPORT_RATE: RatePolicy = { name: "export", limit: 20, windowSeconds: 3_600 };
