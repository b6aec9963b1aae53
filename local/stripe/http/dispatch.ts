import { type Contract, type ContractOperation, deref, type HttpMethod } from "../contract/schema";
import type { World } from "../world";
import { checkExpand } from "./check-expand";
import { decodeParams } from "./decode-params";
import type { Operation } from "./operation";
import type { FormBranch } from "./parse-form";
import { render } from "./render";
import { notSupported, StripeError } from "./stripe-error";

interface Route {
  pattern: RegExp;
  path: string;
  operations: Partial<Record<HttpMethod, ContractOperation>>;
}

export interface Matched {
  contract: ContractOperation;
  operation: Operation | undefined;
  path: string;
  ids: string[];
}

/** Finds the operation of a URL and runs it: decode, check, execute in one transaction, render. */
export class Dispatcher {
  private readonly exact = new Map<string, Route>();
  private readonly patterns: Route[] = [];
  private readonly operations = new Map<string, Operation>();

  constructor(
    private readonly contract: Contract,
    operations: readonly Operation[],
  ) {
    for (const operation of operations) {
      const known = contract.paths[operation.path]?.[operation.method.toLowerCase() as HttpMethod];
      if (!known)
        throw new Error(
          `${operation.method} ${operation.path} is not in the contract of the stripe package.`,
        );
      this.operations.set(`${operation.method} ${operation.path}`, operation);
    }
    for (const [path, methods] of Object.entries(contract.paths)) {
      const source = path.replace(/\{[^}]+\}/g, "([^/]+)");
      const route = { pattern: new RegExp(`^${source}$`), path, operations: methods };
      if (path.includes("{")) this.patterns.push(route);
      else this.exact.set(path, route);
    }
    // the route with the fewest placeholders wins: /invoices/search before /invoices/{id}
    this.patterns.sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  }

  /** @throws 404 in Stripe's envelope when there is no such URL */
  match(method: string, pathname: string): Matched {
    const verb = method.toLowerCase() as HttpMethod;
    const exact = this.exact.get(pathname);
    const candidates = exact ? [exact] : this.patterns.filter((route) => route.pattern.test(pathname));
    const route = candidates.find((candidate) => candidate.operations[verb]);
    const contract = route?.operations[verb];
    if (!route || !contract) throw unrecognizedUrl(method, pathname);
    const ids = (route.pattern.exec(pathname) ?? []).slice(1).map((part) => decodeURIComponent(part));
    return { contract, operation: this.operations.get(`${method} ${route.path}`), path: route.path, ids };
  }

  /** Types and checks the parameters. @throws invalid_request_error */
  decode(matched: Matched, form: FormBranch): Record<string, unknown> {
    const schema = deref(this.contract, matched.contract.params);
    const params = decodeParams(this.contract, form, schema);
    const operation = matched.operation;
    if (!operation) throw notSupported(`${matched.contract.operationId} (${matched.path})`);
    for (const name of Object.keys(params))
      if (name !== "expand" && !operation.supports.includes(name))
        throw notSupported(`the parameter ${name} of ${matched.contract.operationId}`, name);
    for (const path of expandOf(params)) checkExpand(this.contract, matched.contract.answer, path);
    return params;
  }

  /** Runs the operation in one transaction and renders its answer. */
  run(world: World, matched: Matched, params: Record<string, unknown>): unknown {
    const operation = matched.operation;
    if (!operation) throw notSupported(matched.path);
    const { expand: _expand, ...own } = params;
    const call = { world, params: own as never, id: matched.ids.at(-1) ?? "", ids: matched.ids };
    return world.transact(() => render(world, operation.run(call), expandOf(params)));
  }
}

function expandOf(params: Record<string, unknown>): string[] {
  return Array.isArray(params["expand"]) ? params["expand"].map(String) : [];
}

export function unrecognizedUrl(method: string, pathname: string): StripeError {
  return new StripeError(
    404,
    "invalid_request_error",
    undefined,
    `Unrecognized request URL (${method}: ${pathname}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  );
}
