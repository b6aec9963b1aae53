import { SpanStatusCode, trace } from "@opentelemetry/api";
import type { z } from "zod";
import { systemClock } from "@/lib/platform/clock";
import type { AccountContext, Context } from "@/lib/platform/context";
import { openJson, sealJson } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { DomainError } from "@/lib/platform/errors";
import { runOnce } from "@/lib/platform/idempotency";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";
import type { RatePolicy } from "@/lib/platform/rate-limit";
import { checkOrigin } from "./check-origin";
import { clientAddress } from "./client-address";
import { limitRate } from "./limit-rate";
import { type Parsed, parseWith, queryOf } from "./parse-input";
import { parseJson, readBody, requireBodyType } from "./read-body";
import { type Access, type Method, registerRoute } from "./registry";
import { type Answer, failure, success, toResponse } from "./respond";

/** Who the caller turned out to be. */
export interface Caller<C extends Context> {
  readonly ctx: C;
  /** True when a cookie authenticated the caller: such writes are checked for their origin. */
  readonly byCookie: boolean;
  /** What the rate is counted on. */
  readonly rateKey: string;
  readonly rate: RatePolicy;
}

/** Knows credentials. Given by the accounts domain, so that the platform need not know people. */
export interface Authenticator {
  anonymous(request: Request, base: Context): Caller<Context>;
  person(
    request: Request,
    base: Context,
    access: Extract<Access, { kind: "person" }>,
  ): Promise<Caller<Context>>;
  admin(request: Request, base: Context): Promise<Caller<Context>>;
  account(
    request: Request,
    base: Context,
    access: Extract<Access, { kind: "account" }>,
  ): Promise<Caller<AccountContext>>;
}

type ContextOf<A extends Access> = A extends { kind: "account" } ? AccountContext : Context;

export interface RouteDefinition<
  A extends Access,
  B extends z.ZodType | undefined,
  Q extends z.ZodObject | undefined,
  P extends z.ZodObject | undefined,
  O extends z.ZodType,
> {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: A;
  readonly body?: B;
  readonly query?: Q;
  readonly params?: P;
  readonly output: O;
  /** Status of success, 200 when left out. */
  readonly status?: number;
  /** Replaces the caller's own rate, counted apart. */
  readonly rate?: RatePolicy;
  readonly errors?: readonly { readonly status: number; readonly code: string }[];
  /** `header`: the wrapper replays answers (the default for POST). `sealed`: the same, and the stored answer is encrypted. `own`: the handler keeps keys itself. */
  readonly idempotency?: "header" | "sealed" | "own";
  /** Largest body in bytes; 64 KiB when left out. */
  readonly maxBodyBytes?: number;
  /** Media types of the body, `image/*` among them; JSON alone when left out. */
  readonly bodyTypes?: readonly string[];
}

export interface HandlerInput<
  C extends Context,
  B extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  P extends z.ZodType | undefined,
> {
  readonly ctx: C;
  readonly input: Parsed<B>;
  readonly query: Parsed<Q>;
  readonly params: Parsed<P>;
  readonly request: Request;
  /** The body as it came, for signatures. Empty for GET. */
  readonly rawBody: Buffer;
  /** The Idempotency-Key header, for handlers that keep keys themselves. */
  readonly idempotencyKey: string | null;
}

type NextHandler = (
  request: Request,
  segment: { params: Promise<Record<string, string>> },
) => Promise<Response>;

const DEFAULT_MAX_BODY_BYTES = 64 * 1024;
const tracer = trace.getTracer("meterhouse");

/**
 * Makes the `route` function of the application: request id, credential, rate limit, parsing, idempotency,
 * errors, log and trace around a handler, and its entry in the API reference.
 */
export function createRoute(authenticator: Authenticator) {
  return function route<
    A extends Access,
    O extends z.ZodType,
    B extends z.ZodType | undefined = undefined,
    Q extends z.ZodObject | undefined = undefined,
    P extends z.ZodObject | undefined = undefined,
  >(
    definition: RouteDefinition<A, B, Q, P, O>,
    handle: (input: HandlerInput<ContextOf<A>, B, Q, P>) => Promise<z.input<O>> | z.input<O>,
  ): NextHandler {
    const { method, path, access, status = 200 } = definition;
    // Only a known caller's answers are kept: strangers share an address, and would be shown each other's.
    const hasCaller = access.kind === "person" || access.kind === "admin" || access.kind === "account";
    const { idempotency = "header" } = definition;
    const replays = method === "POST" && hasCaller && idempotency !== "own";
    registerRoute({
      ...definition,
      status,
      errors: definition.errors ?? [],
      idempotent: method === "POST" && hasCaller,
    } as Parameters<typeof registerRoute>[0]);

    return async (request, segment) => {
      const startedAt = performance.now();
      const requestId = newId();
      const log = logger().child({ requestId });
      const base: Context = {
        requestId,
        actor: { kind: "system", name: "anonymous" },
        clock: systemClock,
        log,
        ip: clientAddress(request.headers, env().app.trustedProxyHops),
      };
      const headers: Record<string, string> = { "x-request-id": requestId };
      const facts: Record<string, string | undefined> = { path, method };

      const run = async (): Promise<Answer> => {
        const caller = await authenticate(authenticator, access, request, base).catch(async (error) => {
          // Guessing keys is limited as well, wherever we know an address to count on.
          const isGuess = error instanceof DomainError && (error.status === 401 || access.kind === "admin");
          if (isGuess && base.ip !== null) {
            Object.assign(headers, await limitRate(authenticator.anonymous(request, base)));
          }
          throw error;
        });
        facts["actor"] = caller.ctx.actor.kind;
        facts["accountId"] = "account" in caller.ctx ? (caller.ctx as AccountContext).account.id : undefined;
        if (access.kind !== "signature") Object.assign(headers, await limitRate(caller, definition.rate));
        // Without a credential there is no cookie to abuse, but another site must not sign anyone in either.
        if ((caller.byCookie || access.kind === "public") && method !== "GET") checkOrigin(request.headers);

        const rawBody =
          method === "GET"
            ? Buffer.alloc(0)
            : await readBody(request, definition.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
        const idempotencyKey = request.headers.get("idempotency-key");
        // What is signed is judged as it came.
        if (access.kind !== "signature") requireBodyType(request.headers, rawBody, definition.bodyTypes);
        const input = parseWith(definition.body, () => parseJson(rawBody), "body");
        const query = parseWith(definition.query, () => queryOf(request.url), "query");
        const segments = definition.params ? await segment.params : {};
        const params = parseWith(definition.params, () => segments, "path");
        const answer = async (): Promise<Answer> => {
          const result = await handle({
            ctx: caller.ctx as ContextOf<A>,
            input: input as Parsed<B>,
            query: query as Parsed<Q>,
            params: params as Parsed<P>,
            request,
            rawBody,
            idempotencyKey,
          });
          return success(definition.output.parse(result), requestId, status);
        };
        if (!replays || !idempotencyKey) return answer();
        const { body, replayed, ...first } = await runOnce(
          {
            scope: `${caller.rateKey} ${facts["accountId"] ?? ""} ${path}`,
            key: idempotencyKey,
            // What the request is about lies in the path and the query as well as in the body.
            body: `${JSON.stringify(segments)} ${new URL(request.url).search} ${rawBody.toString("utf8")}`,
          },
          async () => {
            const made = await attempt(answer, requestId, facts);
            return idempotency === "sealed" ? { ...made, body: sealJson(made.body, env().keyPepper) } : made;
          },
        );
        return {
          status: first.status,
          body: idempotency === "sealed" ? openJson(String(body), env().keyPepper) : body,
          headers: replayed ? { "idempotent-replayed": "true" } : {},
        };
      };

      const answer = await tracer.startActiveSpan(`${method} ${path}`, async (span) => {
        const result = await attempt(run, requestId, facts);
        span.setAttribute("http.response.status_code", result.status);
        if (result.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
        return result;
      });
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      log[answer.status >= 500 ? "error" : "info"](
        { ...facts, status: answer.status, durationMs },
        "request",
      );
      return toResponse(answer, headers);
    };
  };
}

async function attempt(
  run: () => Promise<Answer>,
  requestId: string,
  facts: Readonly<Record<string, string | undefined>>,
): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    return failure(error, requestId, facts);
  }
}

async function authenticate(
  authenticator: Authenticator,
  access: Access,
  request: Request,
  base: Context,
): Promise<Caller<Context>> {
  switch (access.kind) {
    case "public":
    case "signature":
      return authenticator.anonymous(request, base);
    case "person":
      return authenticator.person(request, base, access);
    case "admin":
      return authenticator.admin(request, base);
    case "account":
      return authenticator.account(request, base, access);
  }
}
