import { ZodError, z } from "zod";
import { randomText } from "../state/ids";
import type { World } from "../world";
import type { ApiAnswer, ApiRequest } from "./api";
import { authenticate } from "./authenticate";
import { IdempotencyKeys } from "./idempotency";
import type { OperationV2 } from "./json-operation";
import { invalidRequest, StripeError } from "./stripe-error";

/**
 * The part of API v2 that billing needs (https://docs.stripe.com/api-v2-overview): JSON instead of forms, instants as
 * text, no expansion. Its types are not part of the contract; the SDK's own methods are the test.
 */
export class ApiV2 {
  private readonly keys: IdempotencyKeys;

  constructor(
    private readonly world: World,
    private readonly operations: readonly OperationV2[],
  ) {
    this.keys = new IdempotencyKeys(world);
  }

  answer(request: ApiRequest): ApiAnswer {
    const requestId = `req_${randomText(14)}`;
    const headers = { "content-type": "application/json", "request-id": requestId };
    const key = request.method === "POST" ? request.header("idempotency-key") : undefined;
    const print = key ? IdempotencyKeys.fingerprint(request.method, request.pathname, request.body) : "";
    try {
      const known = key ? this.keys.claim(key, print) : undefined;
      if (known)
        return {
          status: known.status,
          headers: { ...headers, "idempotent-replayed": "true" },
          body: known.body,
        };
      const body = JSON.stringify(this.run(request, requestId, key ?? null));
      if (key) this.keys.settle(key, print, { status: 200, body, requestId });
      return { status: 200, headers, body };
    } catch (error) {
      if (key) this.keys.release(key);
      const refusal = asRefusal(error);
      if (!refusal) throw error;
      return { status: refusal.status, headers, body: JSON.stringify(refusal.toBody(requestId)) };
    }
  }

  private run(request: ApiRequest, requestId: string, idempotencyKey: string | null): object {
    const operation = this.operations.find(
      (candidate) => candidate.method === request.method && candidate.path.test(request.pathname),
    );
    this.authenticate(operation, request.header("authorization"));
    if (!operation)
      throw new StripeError(
        404,
        "invalid_request_error",
        "not_found",
        `The local Stripe does not support ${request.method} ${request.pathname}.`,
      );
    const call = {
      world: this.world,
      id: decodeURIComponent(operation.path.exec(request.pathname)?.[1] ?? ""),
      query: new URLSearchParams(request.query),
      body: request.body ? readJson(request.body) : {},
    };
    this.world.origin = { id: requestId, idempotencyKey };
    try {
      return this.world.transact(() => operation.run(call));
    } finally {
      this.world.origin = null;
    }
  }

  private authenticate(operation: OperationV2 | undefined, header: string | undefined): void {
    if (operation?.authenticatedBy !== "meter_session") {
      authenticate(header, this.world.settings.apiKey);
      return;
    }
    const session = this.world.state.meterSessions.find((header ?? "").replace(/^Bearer /i, ""));
    if (!session || session.expiresAt <= this.world.now())
      throw new StripeError(
        401,
        "temporary_session_expired",
        "billing_meter_event_session_expired",
        "The temporary session token has expired. Create a new session to receive a new token.",
      );
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest("The request's body is not valid JSON.");
  }
}

function asRefusal(error: unknown): StripeError | null {
  if (error instanceof StripeError) return error;
  if (error instanceof ZodError)
    return invalidRequest(z.prettifyError(error), error.issues[0]?.path.join("."));
  return null;
}
