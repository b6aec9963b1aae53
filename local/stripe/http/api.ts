import type { Contract } from "../contract/schema";
import { newStripeId, randomText } from "../state/ids";
import type { World } from "../world";
import { authenticate } from "./authenticate";
import { checkBody } from "./check-body";
import { Dispatcher, unrecognizedUrl } from "./dispatch";
import type { Fault, Faults } from "./faults";
import { IdempotencyKeys } from "./idempotency";
import type { Operation } from "./operation";
import { parseForm } from "./parse-form";
import { StripeError } from "./stripe-error";

export interface ApiRequest {
  method: string;
  pathname: string;
  /** Without the question mark. */
  query: string;
  body: string;
  header(name: string): string | undefined;
}

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Close the connection instead of answering. */
  cut?: boolean;
}

/** Stripe's API over HTTP, less the sockets: authentication, versions, idempotency, faults, errors. */
export class Api {
  private readonly dispatcher: Dispatcher;
  private readonly keys: IdempotencyKeys;

  constructor(
    private readonly world: World,
    contract: Contract,
    operations: readonly Operation[],
    private readonly faults: Faults,
  ) {
    this.dispatcher = new Dispatcher(contract, operations);
    this.keys = new IdempotencyKeys(world);
  }

  async answer(request: ApiRequest): Promise<ApiAnswer> {
    const requestId = `req_${randomText(14)}`;
    const fault = this.faults.take(request.method, request.pathname);
    if (fault?.kind === "down") return { status: 0, headers: {}, body: "", cut: true };
    try {
      if (fault?.kind === "rate_limit")
        throw new StripeError(
          429,
          "invalid_request_error",
          "rate_limit",
          "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
        );
      if (fault?.kind === "error") throw internalError();
      const answer = await this.execute(request, requestId, fault);
      if (fault?.kind === "cut") return { ...answer, cut: true };
      if (fault?.kind === "error_after") throw internalError();
      return answer;
    } catch (error) {
      return this.refusal(error, requestId, request);
    }
  }

  /** A URL that is none of Stripe's. */
  answerUnknown(request: ApiRequest): ApiAnswer {
    const unknown = unrecognizedUrl(request.method, request.pathname);
    return this.refusal(unknown, `req_${randomText(14)}`, request);
  }

  private async execute(
    request: ApiRequest,
    requestId: string,
    fault: Fault | undefined,
  ): Promise<ApiAnswer> {
    authenticate(request.header("authorization"), this.world.settings.apiKey);
    this.checkVersion(request.header("stripe-version"));
    const matched = this.dispatcher.match(request.method, request.pathname);
    const isPost = request.method === "POST";
    checkBody(request.header("content-type"), request.query, isPost ? request.body : "");
    const text = isPost ? request.body : "";
    const params = this.dispatcher.decode(
      matched,
      parseForm([request.query, text].filter(Boolean).join("&")),
    );
    const key = isPost ? request.header("idempotency-key") : undefined;
    const print = key
      ? IdempotencyKeys.fingerprint(request.method, `${request.pathname}?${request.query}`, request.body)
      : "";
    const known = key ? this.keys.claim(key, print) : undefined;
    if (known)
      return {
        status: known.status,
        headers: {
          ...this.headers(requestId, key),
          "idempotent-replayed": "true",
          "original-request": known.requestId,
        },
        body: known.body,
      };
    try {
      if (fault?.kind === "slow") await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      const done = this.run(matched, params, requestId, key ?? null);
      if (key) this.keys.settle(key, print, { ...done, requestId });
      return { ...done, headers: this.headers(requestId, key) };
    } catch (error) {
      if (key) this.keys.release(key);
      throw error;
    }
  }

  /** A refusal by the verb itself is an answer like any other: it is kept under the key. */
  private run(
    matched: ReturnType<Dispatcher["match"]>,
    params: Record<string, unknown>,
    requestId: string,
    idempotencyKey: string | null,
  ): { status: number; body: string } {
    this.world.origin = { id: requestId, idempotencyKey };
    try {
      return { status: 200, body: JSON.stringify(this.dispatcher.run(this.world, matched, params)) };
    } catch (error) {
      if (!(error instanceof StripeError) || error.status === 409 || error.status === 429) throw error;
      return { status: error.status, body: JSON.stringify(error.toBody(requestId)) };
    } finally {
      this.world.origin = null;
    }
  }

  private refusal(error: unknown, requestId: string, request: ApiRequest): ApiAnswer {
    const known = error instanceof StripeError ? error : internalError();
    if (!(error instanceof StripeError))
      console.error(
        `local stripe: ${request.method} ${request.pathname} failed: ${error instanceof Error ? error.stack : error}`,
      );
    const retry = known.status === 409 || known.status === 429 || known.status >= 500;
    return {
      status: known.status,
      headers: {
        ...this.headers(requestId, request.header("idempotency-key")),
        "stripe-should-retry": String(retry),
        ...(known.status === 429 ? { "stripe-rate-limited-reason": "global-rate" } : {}),
      },
      body: JSON.stringify(known.toBody(requestId)),
    };
  }

  private checkVersion(version: string | undefined): void {
    if (!version || version === this.world.apiVersion) return;
    throw new StripeError(
      400,
      "invalid_request_error",
      undefined,
      `Invalid Stripe API version: ${version}. The local Stripe speaks ${this.world.apiVersion}, the version of the installed stripe package.`,
    );
  }

  private headers(requestId: string, idempotencyKey: string | undefined): Record<string, string> {
    return {
      "content-type": "application/json",
      "request-id": requestId,
      "stripe-version": this.world.apiVersion,
      ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}),
    };
  }
}

function internalError(): StripeError {
  return new StripeError(
    500,
    "api_error",
    undefined,
    `An unknown error occurred. It has been written to the log of the local Stripe (${newStripeId("err")}).`,
  );
}
