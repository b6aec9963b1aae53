import { createPrivateKey } from "node:crypto";
import { SignJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Membership, Standing } from "@/lib/accounts";
import { createAuthenticator } from "@/lib/accounts";
import { createRoute } from "@/lib/platform/http";
import { identityKeys, installEnvironment } from "@/tests/support/environment";
import { callRoute, postJson } from "@/tests/support/routes";

const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) =>
      request.cookies.has(name) ? { name, value: request.cookies.get(name) } : undefined,
  }),
}));
const stored = vi.hoisted(() => ({ role: "owner", runs: true }));
vi.mock("@/lib/accounts/identity/clerk-provider", () => ({
  clerkProvider: { isSessionActive: async () => stored.runs },
}));
vi.mock("@/lib/accounts/accounts-repository", async (original) => ({
  ...(await original<object>()),
  findStanding: async (): Promise<Standing> => ({
    person: { id: "user_1", email: "ada@example.com", name: "Ada" },
    isPlatformAdmin: false,
    memberships: [
      {
        accountId: "account-1",
        accountName: "Larkfield Studio",
        accountSlug: "larkfield",
        accountKind: "organization",
        role: stored.role as Membership["role"],
        // Noted a moment ago, so that nothing is written.
        lastSeenAt: new Date(),
        deletion: null,
      },
    ],
  }),
}));
vi.mock("@/lib/accounts/api-keys-repository", async (original) => ({
  ...(await original<object>()),
  findApiKeyByHash: async () => ({
    id: "key-1",
    accountId: "account-1",
    scopes: ["usage:write"],
    expiresAt: null,
    revokedAt: null,
    accountDeleted: false,
    createdBy: null,
    makerRole: null,
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
beforeEach(() => {
  request.cookies.clear();
  stored.role = "owner";
  stored.runs = true;
  done = 0;
});

let done = 0;
const route = createRoute(createAuthenticator({ findRequestsAnHour: async () => 1_000 }));
const base = {
  method: "POST",
  summary: "Lose",
  tag: "Test",
  output: z.unknown(),
  idempotency: "own",
} as const;
const lose = () => {
  done += 1;
  return {};
};
const ofPerson = route({ ...base, path: "/api/lose", access: { kind: "person", recentSignIn: true } }, lose);
const ofAccount = route(
  {
    ...base,
    path: "/api/account/lose",
    access: { kind: "account", permission: "account.delete", recentSignIn: true },
  },
  lose,
);
const withScope = route(
  {
    ...base,
    path: "/api/account/lose-by-key",
    access: { kind: "account", permission: "usage.write", scope: "usage:write", recentSignIn: true },
  },
  lose,
);

async function signIn(fva: unknown): Promise<void> {
  const token = await new SignJWT({ sid: "sess_1", azp: "https://billing.example.com", fva })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "ins_1" })
    .setSubject("user_1")
    .setIssuer("https://clerk.example.com")
    .setIssuedAt()
    .setNotBefore("-1s")
    .setExpirationTime("1m")
    .sign(createPrivateKey(identityKeys.privateKey));
  request.cookies.set("__session", token);
}

const call = (handler: typeof ofPerson, headers: Record<string, string> = {}) =>
  callRoute(handler, "/", postJson({}, headers));

describe.each([
  ["a person", ofPerson],
  ["an account's member", ofAccount],
])("a route for %s that asks for a recent sign-in", (_who, handler) => {
  test("lets through who confirmed themselves minutes ago", async () => {
    await signIn([9, -1]);
    expect((await call(handler)).status).toBe(200);
    expect(done).toBe(1);
  });

  test.each([[[11, -1]], [undefined], [[-1, -1]], ["garbage"]])(
    "does nothing, and names the reason, for a token whose fva is %j",
    async (fva) => {
      await signIn(fva);
      const { status, body } = await call(handler);
      expect({ status, body }).toMatchObject({
        status: 403,
        body: { error: { code: "REVERIFICATION_REQUIRED", afterMinutes: 10 } },
      });
      expect(done).toBe(0);
    },
  );

  test("does nothing for a session that was ended a moment ago, although its token is still good", async () => {
    stored.runs = false;
    await signIn([0, -1]);
    expect((await call(handler)).body).toMatchObject({ error: { code: "UNAUTHENTICATED" } });
    expect(done).toBe(0);
  });

  test("says 401, not 403, to nobody", async () => {
    expect((await call(handler)).status).toBe(401);
  });
});

test("whoever may not do it at all is told so, and not asked to confirm themselves", async () => {
  stored.role = "viewer";
  await signIn([11, -1]);
  expect((await call(ofAccount)).body).toMatchObject({ error: { code: "FORBIDDEN" } });
});

test("an API key never passes, whatever scopes it has", async () => {
  const key = { authorization: `Bearer mh_live_${"a".repeat(32)}` };
  for (const handler of [ofAccount, withScope]) {
    const { status, body } = await call(handler, key);
    expect({ status, body }).toMatchObject({ status: 403, body: { error: { code: "FORBIDDEN" } } });
  }
  expect(done).toBe(0);
});
