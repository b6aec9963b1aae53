import type { Request } from "autocannon";
import type { Sql } from "@/lib/platform/db";

/** What a scenario may use to prepare itself. */
export interface BenchContext {
  /** The app's own connection, to make accounts and to look at what was stored. */
  readonly sql: Sql;
  readonly stripeWebhookSecret: string;
}

export interface PreparedScenario {
  readonly request: Request;
  /** What is counted beside requests: events in a batch. 1 when left out. */
  readonly unitsPerRequest?: number;
  /**
   * Compares what was answered with what was stored.
   *
   * @param accepted number of 2xx answers
   * @returns what is wrong, or null
   */
  verify?(accepted: number): Promise<string | null>;
}

export interface Scenario {
  readonly name: string;
  readonly summary: string;
  prepare(context: BenchContext): Promise<PreparedScenario>;
}
