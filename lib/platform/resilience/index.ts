import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from "cockatiel";
import { providerUnavailable } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/log";

export interface GuardOptions {
  /** Name of the outside service, as health checks and logs show it. */
  readonly service: string;
  /** Deadline of one attempt in milliseconds. */
  readonly timeoutMs: number;
  /** Further attempts after the first. 0 where the client retries by itself. */
  readonly retries: number;
  /** True for failures that say the service is unwell; false for refusals, which are answers. */
  readonly isOutage: (error: unknown) => boolean;
}

export interface Guard {
  readonly service: string;
  /** `closed` lets calls through, `open` refuses them at once, `half_open` tries one. */
  state(): "closed" | "open" | "half_open";
  /**
   * Runs a call under deadline, retries with backoff and jitter, and the circuit breaker.
   *
   * @throws DomainError PROVIDER_UNAVAILABLE while the circuit is open or after the deadline; otherwise
   * whatever the call throws
   */
  run<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** Outages in a row that open a circuit. */
const OUTAGES_TO_OPEN = 5;
/** How long an open circuit refuses before it tries one call. */
const HALF_OPEN_AFTER_MS = 10_000;

const guards = new Map<string, Guard>();

/** All guards of this process, for health checks. */
export function listGuards(): readonly Guard[] {
  return [...guards.values()];
}

/**
 * A guard around one outside service, one for each name and process. Retries sit inside the breaker, so that
 * one call counts once however often it was tried.
 */
export function guard(options: GuardOptions): Guard {
  const existing = guards.get(options.service);
  if (existing) return existing;

  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof TaskCancelledError || options.isOutage(error)),
    {
      halfOpenAfter: HALF_OPEN_AFTER_MS,
      breaker: new ConsecutiveBreaker(OUTAGES_TO_OPEN),
    },
  );
  breaker.onBreak(() => logger().warn({ service: options.service }, "circuit opened"));
  breaker.onReset(() => logger().info({ service: options.service }, "circuit closed"));

  const policy = composePolicy(breaker, options);
  const created: Guard = {
    service: options.service,
    state: () => stateName(breaker.state),
    async run(call) {
      try {
        return await policy.execute(({ signal }) => call(signal));
      } catch (error) {
        if (error instanceof BrokenCircuitError || error instanceof TaskCancelledError) {
          throw providerUnavailable(
            `${options.service} does not answer right now. Nothing was changed; try again soon.`,
          );
        }
        throw error;
      }
    },
  };
  guards.set(options.service, created);
  return created;
}

function composePolicy(
  breaker: CircuitBreakerPolicy,
  options: GuardOptions,
): IPolicy<{ signal: AbortSignal }> {
  const deadline = timeout(options.timeoutMs, TimeoutStrategy.Aggressive);
  if (options.retries === 0) return wrap(breaker, deadline);
  // The decorrelated-jitter generator is cockatiel's default: retries of many processes do not arrive together.
  const again = retry(
    handleWhen((error) => error instanceof TaskCancelledError || options.isOutage(error)),
    { maxAttempts: options.retries, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 2_000 }) },
  );
  return wrap(breaker, again, deadline);
}

function stateName(state: CircuitState): "closed" | "open" | "half_open" {
  if (state === CircuitState.Closed) return "closed";
  return state === CircuitState.HalfOpen ? "half_open" : "open";
}
