import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { conflict, limitReached } from "@/lib/platform/errors";
import { createRoute } from "@/lib/platform/http";
import * as log from "@/lib/platform/log";
import { installEnvironment } from "@/tests/support/environment";
import { callRoute, postJson, pretendAuthenticator } from "@/tests/support/routes";

beforeAll(() => installEnvironment({ TRUSTED_PROXY_HOPS: "1" }));
const reported = vi.spyOn(log, "reportError").mockImplementation(() => undefined);
beforeEach(() => void reported.mockClear());

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;
const signedIn = createRoute(pretendAuthenticator({ personId: "ada" }));
const base = { path: "/api/things", summary: "Things", tag: "Test", output: z.unknown() } as const;
const open = { ...base, access: { kind: "public" } } as const;

describe("every answer", () => {
  const get = signedIn({ ...open, method: "GET", output: z.object({ name: z.string() }) }, () => ({
    name: "a",
  }));

  test("has the platform envelope, a request id in body and header, and is never cached", async () => {
    const { status, headers, body } = await callRoute(get, "/api/things");
    const requestId = headers.get("x-request-id");
    expect(requestId).toMatch(UUID_V7);
    expect({ status, body }).toEqual({ status: 200, body: { data: { name: "a" }, meta: { requestId } } });
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("cache-control")).toBe("no-store, private");
  });

  test("has a request id of its own, whatever the caller claims", async () => {
    const claimed = { headers: { "x-request-id": "mine" } };
    const [first, second] = [await callRoute(get, "/", claimed), await callRoute(get, "/", claimed)];
    expect(first.headers.get("x-request-id")).not.toBe(second.headers.get("x-request-id"));
    expect(first.headers.get("x-request-id")).not.toBe("mine");
  });

  test("says how much of the rate is left", async () => {
    const { headers } = await callRoute(get, "/api/things", {
      headers: { "x-forwarded-for": "203.0.113.1" },
    });
    expect(headers.get("ratelimit-policy")).toBe('"wide";q=100000;w=3600');
    expect(headers.get("ratelimit-remaining")).toBe("99999");
  });

  test("carries the status of the definition", async () => {
    const post = signedIn({ ...open, method: "POST", status: 201 }, () => ({}));
    expect((await callRoute(post, "/", { method: "POST" })).status).toBe(201);
  });

  test("passes the output's schema on the way out: what it does not name stays inside", async () => {
    const leaky = signedIn({ ...open, method: "GET", output: z.object({ name: z.string() }) }, () => ({
      name: "a",
      keyHash: "secret",
    }));
    expect((await callRoute(leaky, "/")).body["data"]).toEqual({ name: "a" });
  });
});

describe("errors", () => {
  const failing = (error: unknown) =>
    signedIn({ ...open, method: "GET" }, () => {
      throw error;
    });

  test("a refusal shows its code, message and details, and pages nobody", async () => {
    const details = { feature: "resumes", used: 1, limit: 1, resetsAt: null };
    const { status, headers, body } = await callRoute(failing(limitReached("Spent.", details)), "/");
    expect({ status, body }).toEqual({
      status: 403,
      body: {
        error: { code: "LIMIT_REACHED", message: "Spent.", ...details },
        meta: { requestId: headers.get("x-request-id") },
      },
    });
    expect(reported).not.toHaveBeenCalled();
  });

  test.each([
    new Error("password of db.internal is hunter2"),
    "a thrown word",
    null,
    new TypeError("x is undefined"),
  ])(
    "what nobody expected (%s) becomes a generic sentence with the request id, and is reported in full",
    async (thrown) => {
      const { status, headers, body } = await callRoute(failing(thrown), "/");
      const requestId = headers.get("x-request-id") ?? "";
      expect(status).toBe(500);
      expect(body["error"]).toEqual({ code: "INTERNAL", message: expect.stringContaining(requestId) });
      expect(JSON.stringify(body)).not.toContain("hunter2");
      expect(reported).toHaveBeenCalledExactlyOnceWith(
        thrown,
        expect.objectContaining({ requestId, path: "/api/things", method: "GET" }),
      );
    },
  );

  test("a result that does not fit the route's own schema is our fault, not the caller's", async () => {
    const wrong = signedIn(
      { ...open, method: "GET", output: z.object({ name: z.string() }) },
      () => ({ name: 1 }) as never,
    );
    expect((await callRoute(wrong, "/")).status).toBe(500);
    expect(reported).toHaveBeenCalledOnce();
  });
});

describe("input", () => {
  const handled = vi.fn();
  beforeEach(() => void handled.mockClear());
  const patch = signedIn(
    {
      ...base,
      method: "PATCH",
      path: "/api/things/{id}",
      access: { kind: "account", permission: "account.update" },
      body: z.strictObject({
        name: z.string().min(1),
        tags: z.array(z.strictObject({ key: z.string() })).default([]),
      }),
      query: z.strictObject({ dry: z.enum(["yes", "no"]).default("no") }),
      params: z.strictObject({ id: z.uuid() }),
      maxBodyBytes: 100,
    },
    ({ input, query, params, ctx }) => {
      handled();
      return { input, query, params, account: ctx.account.id };
    },
  );
  const id = "018f2f6e-0000-7000-8000-000000000001";
  const call = (body: unknown, path = `/api/things/${id}`, segment = id) =>
    callRoute(patch, path, { ...postJson(body), method: "PATCH" }, { id: segment });

  test("arrives parsed, with its defaults", async () => {
    const { status, body } = await call({ name: "a" });
    expect(status).toBe(200);
    expect(body["data"]).toEqual({
      input: { name: "a", tags: [] },
      query: { dry: "no" },
      params: { id },
      account: "account-1",
    });
  });

  test.each([
    ["a missing field", {}, [{ path: "name", message: expect.any(String) }]],
    [
      "a wrong type deep inside",
      { name: "a", tags: [{ key: "x" }, { key: 5 }] },
      [{ path: "tags.1.key", message: expect.any(String) }],
    ],
    [
      "an unknown field",
      { name: "a", admin: true },
      [{ path: "", message: expect.stringContaining("admin") }],
    ],
    [
      "two mistakes",
      { name: "", tags: 1 },
      [
        { path: "name", message: expect.any(String) },
        { path: "tags", message: expect.any(String) },
      ],
    ],
    ["a list instead of an object", [], [{ path: "", message: expect.any(String) }]],
  ])("with %s is refused with every issue and its path, and nothing runs", async (_what, sent, issues) => {
    const { status, body } = await call(sent);
    expect(status).toBe(400);
    expect(body["error"]).toEqual({ code: "INVALID_REQUEST", message: expect.any(String), issues });
    expect(handled).not.toHaveBeenCalled();
  });

  test("in a wrong query or path is refused too", async () => {
    expect((await call({ name: "a" }, `/api/things/${id}?dry=maybe`)).body["error"]).toMatchObject({
      issues: [{ path: "dry" }],
    });
    expect((await call({ name: "a" }, `/api/things/${id}?also=1`)).status).toBe(400);
    expect((await call({ name: "a" }, "/api/things/1", "1")).body["error"]).toMatchObject({
      issues: [{ path: "id" }],
    });
    expect(handled).not.toHaveBeenCalled();
  });

  test("that is no JSON is refused", async () => {
    const headers = { "content-type": "application/json" };
    const { status, body } = await callRoute(
      patch,
      "/",
      { method: "PATCH", body: '{"name":', headers },
      { id },
    );
    expect(status).toBe(400);
    expect(body["error"]).toMatchObject({ code: "INVALID_REQUEST", message: "The body is not valid JSON." });
  });

  test("larger than the route takes is refused with the limit", async () => {
    const { status, body } = await call({ name: "a".repeat(100) });
    expect(status).toBe(413);
    expect(body["error"]).toMatchObject({ code: "TOO_LARGE", limitBytes: 100 });
    expect(handled).not.toHaveBeenCalled();
  });

  test("of 64 KiB and more is refused where the route says nothing", async () => {
    const post = signedIn({ ...open, method: "POST", body: z.looseObject({}) }, () => ({}));
    expect((await callRoute(post, "/", postJson({ text: "x".repeat(60_000) }))).status).toBe(200);
    expect((await callRoute(post, "/", postJson({ text: "x".repeat(70_000) }))).status).toBe(413);
  });

  test("reaches a handler that checks signatures byte for byte", async () => {
    let seen: Buffer = Buffer.alloc(0);
    const hook = signedIn({ ...base, method: "POST", access: { kind: "signature" } }, ({ rawBody }) => {
      seen = rawBody;
      return {};
    });
    const raw = ' {"b":1,\n"a":"\u00e4"} ';
    await callRoute(hook, "/", { method: "POST", body: raw });
    expect(seen.equals(Buffer.from(raw))).toBe(true);
  });
});

describe("credentials", () => {
  const nobody = createRoute(pretendAuthenticator({ personId: null }));
  const accountGet = {
    ...base,
    method: "GET",
    access: { kind: "account", permission: "account.read" },
  } as const;

  test.each(["person", "account"] as const)(
    "a route for a %s answers 401 without one, and runs nothing",
    async (kind) => {
      const handler = vi.fn(() => ({}));
      const access =
        kind === "person" ? ({ kind } as const) : ({ kind, permission: "account.read" } as const);
      const { status, body } = await callRoute(nobody({ ...base, method: "GET", access }, handler), "/");
      expect({ status, code: (body["error"] as { code: string }).code }).toEqual({
        status: 401,
        code: "UNAUTHENTICATED",
      });
      expect(handler).not.toHaveBeenCalled();
    },
  );

  test("failing to give one is limited by address, so that keys cannot be guessed without end", async () => {
    const strict = createRoute(
      pretendAuthenticator({ personId: null }, { name: "strangers", limit: 3, windowSeconds: 900 }),
    );
    const get = strict(accountGet, () => ({}));
    const from = (address: string) =>
      callRoute(get, "/", { headers: { "x-forwarded-for": `6.6.6.6, ${address}` } });
    const statuses = [];
    for (let index = 0; index < 5; index += 1) statuses.push((await from("203.0.113.9")).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await from("203.0.113.10")).status).toBe(401);
  });

  test("someone who is over the rate gets 429 with Retry-After, and nothing runs", async () => {
    const handler = vi.fn(() => ({}));
    const limited = createRoute(
      pretendAuthenticator({ personId: "mei", rate: { name: "tiny", limit: 2, windowSeconds: 60 } }),
    );
    const get = limited(accountGet, handler);
    await callRoute(get, "/");
    await callRoute(get, "/");
    const { status, headers, body } = await callRoute(get, "/");
    expect(status).toBe(429);
    expect(body["error"]).toMatchObject({ code: "RATE_LIMITED", retryAfterSeconds: expect.any(Number) });
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(headers.get("ratelimit-remaining")).toBe("0");
    expect(headers.get("x-request-id")).toMatch(UUID_V7);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  test("a provider's deliveries are not rate-limited: a burst must not be lost", async () => {
    const limited = createRoute(
      pretendAuthenticator({ personId: null }, { name: "none", limit: 1, windowSeconds: 60 }),
    );
    const hook = limited({ ...base, method: "POST", access: { kind: "signature" } }, () => ({}));
    for (let index = 0; index < 5; index += 1)
      expect((await callRoute(hook, "/", { method: "POST" })).status).toBe(200);
  });
});

describe("a write that another site caused", () => {
  const evil = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const byCookie = createRoute(pretendAuthenticator({ personId: "ada", byCookie: true }));
  const byKey = createRoute(pretendAuthenticator({ personId: "ada", byCookie: false }));
  const write = { ...base, access: { kind: "account", permission: "account.update" } } as const;

  test.each(["POST", "PATCH", "PUT", "DELETE"] as const)(
    "is refused for a cookie on %s before the handler runs",
    async (method) => {
      const handler = vi.fn(() => ({}));
      const { status } = await callRoute(byCookie({ ...write, method }, handler), "/", {
        method,
        headers: evil,
      });
      expect(status).toBe(403);
      expect(handler).not.toHaveBeenCalled();
    },
  );

  test("is refused on a public route as well: signing someone in is a write", async () => {
    const post = signedIn({ ...open, method: "POST" }, () => ({}));
    expect((await callRoute(post, "/", { method: "POST", headers: evil })).status).toBe(403);
    expect((await callRoute(post, "/", { method: "POST" })).status).toBe(200);
  });

  test("cannot happen with an API key, which no browser sends by itself", async () => {
    expect(
      (
        await callRoute(
          byKey({ ...write, method: "POST" }, () => ({})),
          "/",
          { method: "POST", headers: evil },
        )
      ).status,
    ).toBe(200);
  });

  test("does not concern reads", async () => {
    expect(
      (
        await callRoute(
          byCookie({ ...write, method: "GET" }, () => ({})),
          "/",
          { headers: evil },
        )
      ).status,
    ).toBe(200);
  });
});

test("a refusal keeps its own headers beside the rate's", async () => {
  const get = signedIn({ ...open, method: "GET" }, () => {
    throw Object.assign(conflict("x"), { headers: { "retry-after": "3" } });
  });
  const { headers } = await callRoute(get, "/");
  expect(headers.get("retry-after")).toBe("3");
  expect(headers.get("ratelimit-limit")).toBe("100000");
});
