import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { identityProvider } from "@/lib/accounts/identity/provider";
import { installEnvironment } from "@/tests/support/environment";

beforeAll(() =>
  installEnvironment({
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_1",
    CLERK_SECRET_KEY: "sk_test_1",
    CLERK_JWT_KEY: undefined,
  }),
);

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly key: string | null;
}
/** What Clerk's API was asked, and what it answers: status and body by method and path. */
const asked: Asked[] = [];
let answers: Record<string, readonly [status: number, body: unknown]>;
beforeEach(() => {
  asked.length = 0;
  answers = {};
  vi.stubGlobal("fetch", async (input: string | URL, init: RequestInit = {}) => {
    const url = new URL(input);
    const path = `${url.pathname}${url.search}`;
    const method = init.method ?? "GET";
    const body = typeof init.body === "string" ? JSON.parse(init.body) : null;
    asked.push({ method, path, body, key: new Headers(init.headers).get("authorization") });
    const [status, content] = answers[`${method} ${url.pathname}`] ?? [500, { errors: [] }];
    return Response.json(content, { status });
  });
});
afterEach(() => vi.unstubAllGlobals());

const UPDATED = Date.UTC(2026, 10, 21, 12);
const user = (over: object = {}) => ({
  object: "user",
  id: "user_1",
  first_name: "Ada",
  last_name: "Okafor",
  image_url: "https://img.example/ada.png",
  has_image: true,
  primary_email_address_id: "idn_2",
  email_addresses: [
    {
      object: "email_address",
      id: "idn_1",
      email_address: "old@example.com",
      verification: null,
      linked_to: [],
    },
    {
      object: "email_address",
      id: "idn_2",
      email_address: "Ada@Example.com",
      verification: null,
      linked_to: [],
    },
  ],
  phone_numbers: [],
  web3_wallets: [],
  external_accounts: [],
  created_at: UPDATED - 1_000,
  updated_at: UPDATED,
  ...over,
});
const ada = {
  id: "user_1",
  email: "ada@example.com",
  name: "Ada Okafor",
  avatarUrl: "https://img.example/ada.png",
  updatedAt: new Date(UPDATED),
};
const session = (id: string, over: object = {}) => ({
  object: "session",
  id,
  client_id: "client_1",
  user_id: "user_1",
  status: "active",
  last_active_at: UPDATED,
  expire_at: UPDATED + 1_000,
  abandon_at: UPDATED + 1_000,
  created_at: UPDATED - 5_000,
  updated_at: UPDATED,
  actor: null,
  ...over,
});
const gone = [404, { errors: [{ code: "resource_not_found", message: "not found" }] }] as const;

describe("a person at Clerk", () => {
  test("is read with the primary address, by the secret key", async () => {
    answers["GET /v1/users/user_1"] = [200, user()];
    expect(await identityProvider().findPerson("user_1")).toEqual(ada);
    expect(asked).toMatchObject([{ key: "Bearer sk_test_1" }]);
  });

  test("who is gone is nobody", async () => {
    answers["GET /v1/users/user_1"] = gone;
    expect(await identityProvider().findPerson("user_1")).toBeNull();
  });

  test("is renamed in the two parts that Clerk keeps", async () => {
    answers["PATCH /v1/users/user_1"] = [200, user({ first_name: "Ada", last_name: "van der Berg" })];
    const changed = await identityProvider().updatePerson("user_1", { name: "Ada van der Berg" });
    expect(changed.name).toBe("Ada van der Berg");
    expect(asked).toMatchObject([
      { method: "PATCH", body: { first_name: "Ada", last_name: "van der Berg" } },
    ]);
  });

  test("loses the picture, and keeps the name that was not mentioned", async () => {
    answers["DELETE /v1/users/user_1/profile_image"] = [200, user({ image_url: "" })];
    answers["GET /v1/users/user_1"] = [200, user({ image_url: "" })];
    expect(await identityProvider().updatePerson("user_1", { avatarUrl: null })).toEqual({
      ...ada,
      avatarUrl: null,
    });
    expect(asked.some(({ method }) => method === "PATCH")).toBe(false);
  });

  test("gets no picture from an address: Clerk takes uploads only", async () => {
    await expect(
      identityProvider().updatePerson("user_1", { avatarUrl: "https://img.example/x.png" }),
    ).rejects.toMatchObject({ status: 422, code: "AVATAR_AT_PROVIDER" });
    expect(asked).toEqual([]);
  });

  test("is refused in Clerk's words", async () => {
    const said = "first_name is not a valid parameter for this request.";
    answers["PATCH /v1/users/user_1"] = [422, { errors: [{ code: "x", message: "no", long_message: said }] }];
    await expect(identityProvider().updatePerson("user_1", { name: "A" })).rejects.toMatchObject({
      status: 422,
      code: "IDENTITY_REFUSED",
      message: said,
    });
  });
});

describe("sessions at Clerk", () => {
  test("are the ones that run, with what Clerk knows of the device", async () => {
    answers["GET /v1/sessions"] = [
      200,
      {
        total_count: 2,
        data: [
          session("sess_1", {
            latest_activity: {
              object: "session_activity",
              id: "a",
              is_mobile: false,
              browser_name: "Firefox",
              browser_version: "140",
              device_type: "Macintosh",
              ip_address: "203.0.113.7",
              city: "Lagos",
              country: "NG",
            },
          }),
          session("sess_2"),
        ],
      },
    ];
    const [first, second] = await identityProvider().listSessions("user_1");
    expect(first).toEqual({
      id: "sess_1",
      device: "Firefox on Macintosh",
      ip: "203.0.113.7",
      startedAt: new Date(UPDATED - 5_000),
      lastActiveAt: new Date(UPDATED),
    });
    expect(second).toMatchObject({ id: "sess_2", device: null, ip: null });
    const query = new URLSearchParams(asked[0]?.path.split("?")[1]);
    expect([query.get("user_id"), query.get("status")]).toEqual(["user_1", "active"]);
  });

  test.each([
    ["active", true],
    ["revoked", false],
    ["ended", false],
    ["expired", false],
  ])("that are %s run: %s", async (status, runs) => {
    answers["GET /v1/sessions/sess_1"] = [200, session("sess_1", { status })];
    expect(await identityProvider().isSessionActive("sess_1")).toBe(runs);
  });

  test("that are unknown do not run, and ending them changes nothing", async () => {
    answers["GET /v1/sessions/sess_1"] = gone;
    answers["POST /v1/sessions/sess_1/revoke"] = gone;
    expect(await identityProvider().isSessionActive("sess_1")).toBe(false);
    await expect(identityProvider().endSession("sess_1")).resolves.toBeUndefined();
  });

  test("are ended by revoking them", async () => {
    answers["POST /v1/sessions/sess_1/revoke"] = [200, session("sess_1", { status: "revoked" })];
    await identityProvider().endSession("sess_1");
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /v1/sessions/sess_1/revoke"]);
  });
});

test("an outage of Clerk is an outage, not an answer about the person", async () => {
  answers["GET /v1/users/user_1"] = [503, { errors: [{ code: "x", message: "down" }] }];
  await expect(identityProvider().findPerson("user_1")).rejects.toMatchObject({
    status: 503,
    code: "PROVIDER_UNAVAILABLE",
  });
});
