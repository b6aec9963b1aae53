import type { RatePolicy } from "@/lib/platform/rate-limit";

/** Calls that reach the provider for one person: enough for anyone who buys, too little for card testing. */
export const BILLING_WRITE_RATE: RatePolicy = { name: "billing", limit: 10, windowSeconds: 900 };
