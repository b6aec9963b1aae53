import { Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { env } from "@/lib/platform/env";

export interface RatePolicy {
  /** Name of the policy in the RateLimit headers. */
  readonly name: string;
  /** Requests allowed in one window. */
  readonly limit: number;
  readonly windowSeconds: number;
}

export interface RateResult {
  readonly allowed: boolean;
  readonly policy: RatePolicy;
  readonly remaining: number;
  /** Whole seconds until the window ends, at least 1. */
  readonly resetSeconds: number;
}

const limiters = new Map<string, RateLimiterAbstract>();
let redis: Redis | undefined;

/**
 * Counts one request against a policy.
 *
 * Without `REDIS_URL` each process counts for itself. With it, and Redis down, each process counts in memory
 * for as long: requests are neither refused nor let through unlimited.
 */
export async function consumeRate(policy: RatePolicy, key: string): Promise<RateResult> {
  const limiter = limiterFor(policy);
  try {
    return toResult(policy, await limiter.consume(key), true);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return toResult(policy, refusal, false);
    throw refusal;
  }
}

function limiterFor(policy: RatePolicy): RateLimiterAbstract {
  const id = `${policy.name}:${policy.limit}:${policy.windowSeconds}`;
  const existing = limiters.get(id);
  if (existing) return existing;
  const options = { keyPrefix: id, points: policy.limit, duration: policy.windowSeconds };
  const memory = new RateLimiterMemory(options);
  const { redisUrl } = env().operations;
  if (redisUrl) redis ??= new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  const created = redis
    ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory })
    : memory;
  limiters.set(id, created);
  return created;
}

function toResult(policy: RatePolicy, state: RateLimiterRes, allowed: boolean): RateResult {
  return {
    allowed,
    policy,
    remaining: Math.max(0, state.remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)),
  };
}

/**
 * The headers that tell a client where it stands: `RateLimit` and `RateLimit-Policy` of the IETF draft
 * (draft-ietf-httpapi-ratelimit-headers), and the three fields of its earlier versions that most clients parse.
 */
export function rateHeaders({ policy, remaining, resetSeconds }: RateResult): Record<string, string> {
  return {
    "ratelimit-policy": `"${policy.name}";q=${policy.limit};w=${policy.windowSeconds}`,
    ratelimit: `"${policy.name}";r=${remaining};t=${resetSeconds}`,
    "ratelimit-limit": String(policy.limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(resetSeconds),
  };
}
