import {
  type Contract,
  type ContractOperation,
  deref,
  type HttpMethod,
  refTo,
  type Schema,
} from "@/local/stripe/contract/schema";
import { type FormBranch, parseForm } from "@/local/stripe/http/parse-form";
import { Validator } from "./validate-value";
import type { Violation } from "./violation";

export interface CheckedCall {
  method: string;
  pathname: string;
  /** Query and body, joined. */
  form: string;
  status: number;
  /** The answer's text. */
  answer: string;
  requestId: string | null;
}

export interface Judgement {
  /** `POST /v1/customers/{id}`, or null when there is no such operation. */
  operation: string | null;
  violations: Violation[];
}

const ERROR_TYPES = ["api_error", "card_error", "idempotency_error", "invalid_request_error"];

/** Judges both sides of the wire against the contract of the installed `stripe` package. */
export class ContractChecker {
  private readonly routes: { path: string; pattern: RegExp; operations: Contract["paths"][string] }[];

  constructor(readonly contract: Contract) {
    this.routes = Object.entries(contract.paths)
      .map(([path, operations]) => ({
        path,
        operations,
        pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`),
      }))
      .sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  }

  /** One call: its request, its answer, or its refusal. */
  judge(call: CheckedCall): Judgement {
    const route = this.routes.find(
      (candidate) =>
        candidate.pattern.test(call.pathname) &&
        candidate.operations[call.method.toLowerCase() as HttpMethod],
    );
    const operation = route?.operations[call.method.toLowerCase() as HttpMethod];
    const violations: Violation[] = [];
    const params = parseForm(call.form);
    const refused = call.status >= 400;
    const requested = operation
      ? this.judgeRequest(operation, params)
      : [
          {
            rule: "unknown_route",
            severity: "error" as const,
            pointer: "/",
            message: `there is no ${call.method} ${call.pathname}`,
          },
        ];
    // a mistake that was refused is handled, not a leak
    violations.push(
      ...requested.map((violation) => (refused ? { ...violation, severity: "warning" as const } : violation)),
    );
    violations.push(...this.judgeAnswer(operation, params, call));
    if (!call.requestId)
      violations.push({
        rule: "no_request_id",
        severity: "error",
        pointer: "/",
        message: "there is no request-id header",
      });
    return { operation: route && operation ? `${call.method} ${route.path}` : null, violations };
  }

  /** A whole event, or any object by its `object` tag; nothing is expanded in events. */
  judgeObject(value: { object: string }): Violation[] {
    const event = this.contract.paths["/v1/events/{id}"]?.get?.answer;
    const schema: Schema =
      value.object === "event" && event ? event : { anyOf: this.schemasOf(value.object) };
    const validator = new Validator(this.contract, { kind: "json", expanded: new Set() });
    if (schema.anyOf?.length === 0)
      return [
        {
          rule: "bad_object",
          severity: "error",
          pointer: "/object",
          message: `no schema for ${value.object}`,
        },
      ];
    validator.check(value, schema);
    return validator.violations;
  }

  private judgeRequest(operation: ContractOperation, params: FormBranch): Violation[] {
    const validator = new Validator(this.contract, { kind: "form", expanded: null });
    // an operation without parameters takes none
    validator.check(params, { properties: {}, ...deref(this.contract, operation.params) });
    for (const path of asked(params)) this.checkExpandPath(path, operation.answer, validator.violations);
    return validator.violations;
  }

  private judgeAnswer(
    operation: ContractOperation | undefined,
    params: FormBranch,
    call: CheckedCall,
  ): Violation[] {
    let body: unknown;
    try {
      body = JSON.parse(call.answer);
    } catch {
      return [
        {
          rule: "not_json",
          severity: "error",
          pointer: "/",
          message: `the answer is not JSON: ${call.answer.slice(0, 80)}`,
        },
      ];
    }
    if (call.status >= 400) return judgeError(call.status, body);
    if (!operation) return [];
    const every = asked(params).flatMap((path) =>
      path.split(".").map((_, at, parts) => parts.slice(0, at + 1).join(".")),
    );
    const validator = new Validator(this.contract, { kind: "json", expanded: new Set(every) });
    validator.check(body, operation.answer);
    return validator.violations;
  }

  private checkExpandPath(path: string, answer: Schema, violations: Violation[]): void {
    const flatten = (schema: Schema): Schema[] => {
      const target = deref(this.contract, schema);
      if (target.type === "array") return flatten(target.items ?? {});
      return target.anyOf ? target.anyOf.flatMap(flatten) : [target];
    };
    let nodes = flatten(answer);
    for (const field of path.split(".")) {
      if (nodes.some((node) => node.type === "object" && !node.properties)) return;
      nodes = nodes.flatMap((node) => (node.properties?.[field] ? flatten(node.properties[field]) : []));
      if (nodes.length === 0) {
        violations.push({
          rule: "bad_expand",
          severity: "error",
          pointer: "/expand",
          message: `${path}: there is no ${field} to expand`,
        });
        return;
      }
    }
  }

  private schemasOf(tag: string): Schema[] {
    return Object.entries(this.contract.schemas)
      .filter(
        ([, schema]) =>
          schema.properties?.["object"]?.enum?.length === 1 && schema.properties["object"].enum[0] === tag,
      )
      .map(([name]) => refTo(name));
  }
}

function asked(params: FormBranch): string[] {
  const expand = params["expand"];
  return expand && typeof expand === "object"
    ? Object.values(expand).filter((path) => typeof path === "string")
    : [];
}

function judgeError(status: number, body: unknown): Violation[] {
  const error = (body as { error?: { type?: string; message?: string } } | null)?.error;
  const fail = (pointer: string, message: string): Violation[] => [
    { rule: "bad_error", severity: "error", pointer, message },
  ];
  if (!error) return fail("/error", 'an error answer must be {"error": {...}}');
  if (!ERROR_TYPES.includes(error.type ?? "")) return fail("/error/type", `unknown error type ${error.type}`);
  if (typeof error.message !== "string") return fail("/error/message", "there is no message");
  if (error.type === "card_error" && status !== 402)
    return fail("/error/type", `card_error comes with status 402, not ${status}`);
  return [];
}
