import type { Operation } from "../protocol/operation";
import type { Answer } from "../protocol/read-answer";
import type { Db } from "../store/connection";
import type { LeasedItem } from "../store/queue";
import type { Run } from "../store/runs";
import type { FoundStep } from "../store/steps";
import type { EngineContext } from "./context";
import { finishRun } from "./finish-run";
import type { MadeCall } from "./retry-call";

/** One answer's operations being applied, in one transaction that holds the run. */
export interface Scope {
  context: EngineContext;
  db: Db;
  run: Run;
  call: MadeCall;
  answer: Extract<Answer, { kind: "operations" }>;
  /** The executor the next call may be leased to. Used up by the first that takes it. */
  owner: string | null;
  leased: LeasedItem | null;
}

/**
 * What an operation did to its run: gave a step its result, opened something that will continue the run by itself,
 * ended the run, or nothing because it was known already.
 */
export type Effect = "memoised" | "opened" | "ended" | "known";

/** An operation we cannot carry out ends the run by name: ignoring it would hang the run or skip what it asked. */
export async function refuse(scope: Scope, operation: Operation): Promise<Effect> {
  const name = operation.displayName ?? operation.name ?? operation.id;
  const message = `step "${name}" of ${scope.run.functionId} asks for ${operation.op}, which the local executor cannot do`;
  await finishRun(scope.context, scope.db, scope.run, {
    status: "Failed",
    error: { name: "ExecutorError", message },
  });
  return "ended";
}

/** A step as an operation reports it. */
export function describeStep(operation: Operation, detail: string | null): FoundStep {
  return {
    opId: operation.id,
    op: operation.op,
    name: operation.displayName ?? operation.name ?? null,
    detail,
  };
}
