import { Environment, EvaluationError, type ParseResult } from "@marcbachmann/cel-js";
import type { EventPayload } from "./event-payload";

/** What an expression may speak of: the run's event, and for waits and cancellations the arriving one. */
export interface ExpressionContext {
  event: EventPayload;
  async?: EventPayload;
}

// JSON knows one kind of number, CEL two; these let `event.data.count + 1` mean what it says.
const environment = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable("event", "dyn")
  .registerVariable("async", "dyn")
  .registerOperator("double + int", (left: number, right: bigint) => left + Number(right))
  .registerOperator("double - int", (left: number, right: bigint) => left - Number(right))
  .registerOperator("double * int", (left: number, right: bigint) => left * Number(right))
  .registerOperator("double / int", (left: number, right: bigint) => left / Number(right));

const parsed = new Map<string, ParseResult>();

function parseExpression(expression: string): ParseResult {
  let evaluate = parsed.get(expression);
  if (!evaluate) {
    evaluate = environment.parse(expression);
    parsed.set(expression, evaluate);
  }
  return evaluate;
}

/** The reason why a text is not an expression we can run, or null when it is one. */
export function findExpressionFault(expression: string): string | null {
  try {
    const check = parseExpression(expression).check();
    return check.valid ? null : firstLine(check.error?.message ?? "it does not type-check");
  } catch (error) {
    return firstLine(error instanceof Error ? error.message : String(error));
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}

function evaluateExpression(expression: string, context: ExpressionContext): unknown {
  try {
    return parseExpression(expression)(context);
  } catch (error) {
    // A field the event lacks is an everyday case, not a fault: there is then no value.
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

/** Whether a condition holds. No condition always holds; one that speaks of a missing field never does. */
export function isMatch(expression: string | null | undefined, context: ExpressionContext): boolean {
  return expression ? evaluateExpression(expression, context) === true : true;
}

/** The text a key expression gives for an event; the empty text when there is no key or no value. */
export function computeKey(expression: string | null | undefined, event: EventPayload): string {
  if (!expression) return "";
  const value = evaluateExpression(expression, { event });
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The number an expression gives for an event, or zero. */
export function computeNumber(expression: string, event: EventPayload): number {
  const value = Number(evaluateExpression(expression, { event }) ?? 0);
  return Number.isFinite(value) ? value : 0;
}
