import autocannon from "autocannon";
import type { BenchContext, Scenario } from "./scenario";

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
}

export interface Measured {
  readonly scenario: string;
  readonly summary: string;
  readonly requestsPerSecond: number;
  /** Events a second where a request carries more than one. */
  readonly unitsPerSecond: number | null;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requests: number;
  /** Answers other than 2xx, errors and timeouts. */
  readonly failures: number;
  /** Requests a second against the trivial handler's in the same run. */
  readonly ratio: number | null;
  /** What was stored does not agree with what was answered, in words. */
  readonly discrepancy: string | null;
}

const WARM_UP_SECONDS = 2;

/** Warms the path up, loads it for the given time, and compares what was answered with what was stored. */
export async function runScenario(
  scenario: Scenario,
  context: BenchContext,
  load: Load,
  trivialPerSecond: number | null,
): Promise<Measured> {
  const prepared = await scenario.prepare(context);
  const run = (seconds: number) =>
    autocannon({
      url: load.url,
      connections: load.connections,
      duration: seconds,
      timeout: 20,
      requests: [prepared.request],
    });
  const warmUp = await run(WARM_UP_SECONDS);
  const result = await run(load.seconds);
  const requestsPerSecond = round(result["2xx"] / result.duration);
  return {
    scenario: scenario.name,
    summary: scenario.summary,
    requestsPerSecond,
    unitsPerSecond: prepared.unitsPerRequest ? round(requestsPerSecond * prepared.unitsPerRequest) : null,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    requests: result.requests.total,
    failures: result.non2xx + result.errors + result.timeouts,
    ratio: trivialPerSecond === null ? null : Math.round((requestsPerSecond / trivialPerSecond) * 100) / 100,
    discrepancy: (await prepared.verify?.(warmUp["2xx"] + result["2xx"])) ?? null,
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
