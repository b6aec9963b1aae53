import { createPrivateKey } from "node:crypto";
import { SignJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { getSession } from "@/lib/accounts/identity/get-session";
import { identityKeys, installEnvironment } from "@/tests/support/environment";

const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) =>
      request.cookies.has(name) ? { name, value: request.cookies.get(name) } : undefined,
  }),
}));

beforeAll(() =>
  installEnvironment({
    APP_URL: "https://billing.example.com",
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_1",
    CLERK_SECRET_KEY: "sk_test_1",
    CLERK_JWT_KEY: identityKeys.publicKey,
  }),
);
beforeEach(() => request.cookies.clear());

const sign = (azp: string, life = "1m") =>
  new SignJWT({ sid: "sess_1", azp })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "ins_1" })
    .setSubject("user_1")
    .setIssuer("https://clerk.example.com")
    .setIssuedAt()
    .setNotBefore("-1s")
    .setExpirationTime(life)
    .sign(createPrivateKey(identityKeys.privateKey));

describe("a Clerk session on a path that the middleware leaves out", () => {
  test("is read from Clerk's cookie, and its token reads at Supabase", async () => {
    const token = await sign("https://billing.example.com");
    request.cookies.set("__session", token);
    expect(await getSession()).toEqual({
      personId: "user_1",
      sessionId: "sess_1",
      verifiedAt: null,
      providerToken: token,
    });
  });

  test.each([
    ["there is no cookie", async () => null],
    ["the cookie is nonsense", async () => "nonsense"],
    ["the token has expired", () => sign("https://billing.example.com", "-1m")],
    ["the token was made for another site", () => sign("https://evil.example")],
  ])("is nobody's when %s", async (_why, make) => {
    const token = await make();
    if (token !== null) request.cookies.set("__session", token);
    expect(await getSession()).toBeNull();
  });
});
