import type { AccountContext, Context } from "@/lib/platform/context";
import { unauthenticated } from "@/lib/platform/errors";
import type { Authenticator, Caller } from "@/lib/platform/http";
import type { RatePolicy } from "@/lib/platform/rate-limit";

/** Generous enough that no test meets it by accident. */
export const WIDE_RATE: RatePolicy = { name: "wide", limit: 100_000, windowSeconds: 3_600 };

export interface PretendedCaller {
  /** Null: the request has no credential. */
  readonly personId: string | null;
  readonly accountId?: string;
  readonly permissions?: readonly string[];
  readonly byCookie?: boolean;
  readonly rate?: RatePolicy;
}

/**
 * An authenticator that believes what the test says. It looks at the request only for `x-test-person`, so that
 * one route can be called as several people.
 */
export function pretendAuthenticator(facts: PretendedCaller, anonymousRate = WIDE_RATE): Authenticator {
  const rate = facts.rate ?? WIDE_RATE;
  const callerOf = (request: Request, base: Context): Caller<Context> => {
    const personId = request.headers.get("x-test-person") ?? facts.personId;
    if (personId === null) throw unauthenticated();
    const actor = { kind: "person", personId, sessionId: "sess_test" } as const;
    return {
      ctx: { ...base, actor },
      byCookie: facts.byCookie ?? false,
      rateKey: `person:${personId}`,
      rate,
    };
  };
  return {
    anonymous: (_request, base) => ({
      ctx: base,
      byCookie: false,
      rateKey: `address:${base.ip}`,
      rate: anonymousRate,
    }),
    async person(request, base) {
      return callerOf(request, base);
    },
    async admin(request, base) {
      return callerOf(request, base);
    },
    async account(request, base) {
      const caller = callerOf(request, base);
      const ctx: AccountContext = {
        ...caller.ctx,
        account: { id: request.headers.get("x-test-account") ?? facts.accountId ?? "account-1" },
        permissions: new Set(facts.permissions ?? []),
      };
      return { ...caller, ctx };
    },
  };
}

/** Calls a route as Next does. @param params segments of the path that stand in brackets */
export async function callRoute(
  route: (request: Request, segment: { params: Promise<Record<string, string>> }) => Promise<Response>,
  path: string,
  init: RequestInit = {},
  params: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await route(new Request(`http://localhost:3000${path}`, init), {
    params: Promise.resolve(params),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

/** A JSON POST. */
export function postJson(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  };
}
