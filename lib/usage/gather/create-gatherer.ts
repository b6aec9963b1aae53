import { providerUnavailable } from "@/lib/platform/errors";

export interface GathererOptions<Call, Result> {
  /** Runs many calls as one statement. Results come in the order of the calls. */
  readonly run: (calls: readonly Call[]) => Promise<readonly Result[]>;
  /** How much of a statement a call takes up, at least 1. */
  readonly weigh: (call: Call) => number;
  /** A statement is closed at this weight; a single heavier call is sent alone. */
  readonly maxWeight: number;
  /** Statements under way at once. While fewer are, a call is sent without waiting for others. */
  readonly maxInFlight: number;
  /** Weight that may wait; beyond it calls are refused at once instead of answered too late. */
  readonly maxWaiting: number;
  /** True when the failed statement changed nothing and may be run again as it is. */
  readonly isWorthRetrying: (error: unknown) => boolean;
  /** True when the failed statement changed nothing, so that its calls may be tried one by one. */
  readonly isHarmless: (error: unknown) => boolean;
}

interface Waiting<Call, Result> {
  readonly call: Call;
  readonly weight: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Tries of one statement that met a deadlock or the like. */
const MAX_TRIES = 5;
const RETRY_AFTER_MS = 4;

/**
 * Gathers concurrent calls of one process into few statements. An idle gatherer sends at once, so that a lone
 * call waits for nothing; calls that come while statements are under way wait for one of these to end and
 * then go together. No timer is involved: the database's own pace decides how much is gathered.
 */
export function createGatherer<Call, Result>(options: GathererOptions<Call, Result>) {
  const waiting: Waiting<Call, Result>[] = [];
  let waitingWeight = 0;
  let inFlight = 0;

  const pump = (): void => {
    while (inFlight < options.maxInFlight && waiting.length > 0) {
      const batch = takeBatch();
      inFlight += 1;
      void send(batch).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
  };

  const takeBatch = (): readonly Waiting<Call, Result>[] => {
    let count = 0;
    let weight = 0;
    for (const { weight: next } of waiting) {
      if (count > 0 && weight + next > options.maxWeight) break;
      count += 1;
      weight += next;
    }
    waitingWeight -= weight;
    return waiting.splice(0, count);
  };

  const send = async (batch: readonly Waiting<Call, Result>[]): Promise<void> => {
    try {
      const results = await runWithRetries(batch.map(({ call }) => call));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1 || !options.isHarmless(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One bad call must not fail its neighbours, who have nothing to do with it.
      for (const each of batch) await send([each]);
    }
  };

  const runWithRetries = async (calls: readonly Call[]): Promise<readonly Result[]> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await options.run(calls);
      } catch (error) {
        if (attempt === MAX_TRIES || !options.isWorthRetrying(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * RETRY_AFTER_MS * attempt));
      }
    }
  };

  /**
   * Runs a call together with others that are waiting.
   *
   * @throws what the statement throws; DomainError PROVIDER_UNAVAILABLE when too much is waiting
   */
  return function gather(call: Call): Promise<Result> {
    const weight = Math.max(1, options.weigh(call));
    if (waitingWeight + weight > options.maxWaiting) {
      return Promise.reject(
        providerUnavailable(
          "Usage cannot be counted fast enough right now. Nothing was counted; try again.",
          1,
        ),
      );
    }
    return new Promise<Result>((resolve, reject) => {
      waiting.push({ call, weight, resolve, reject });
      waitingWeight += weight;
      pump();
    });
  };
}
