import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { limitReached, providerUnavailable } from "@/lib/platform/errors";
import { createRoute } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { callRoute, postJson, pretendAuthenticator } from "@/tests/support/routes";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const route = createRoute(pretendAuthenticator({ personId: "ada", accountId: "account-1" }));
let runs = 0;
let answer: () => unknown = () => ({ run: runs });
beforeEach(() => {
  runs = 0;
  answer = () => ({ run: runs });
});

const post = route(
  {
    method: "POST",
    path: "/api/things/{id}/finish",
    summary: "Finish",
    tag: "Test",
    access: { kind: "account", permission: "account.update" },
    params: z.strictObject({ id: z.string() }),
    query: z.strictObject({ dry: z.string().optional() }),
    body: z.strictObject({ name: z.string() }),
    output: z.looseObject({}),
    status: 201,
  },
  async () => {
    runs += 1;
    return (await answer()) as Record<string, unknown>;
  },
);

interface Call {
  readonly key: string;
  readonly name?: unknown;
  readonly id?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
}
const call = ({ key, name = "a", id = "1", query = "", headers = {} }: Call) =>
  callRoute(
    post,
    `/api/things/${id}/finish${query}`,
    postJson({ name }, { "idempotency-key": key, ...headers }),
    { id },
  );
const codeOf = (body: Record<string, unknown>) => (body["error"] as { code?: string } | undefined)?.code;

describe("a POST with Idempotency-Key", () => {
  test("answers the same the second time without running, and says that it is a replay", async () => {
    const key = newId();
    const [first, second] = [await call({ key }), await call({ key })];
    expect(runs).toBe(1);
    expect(first.status).toBe(201);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(second.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
  });

  test("answers 409 to another body, another path and another query under the same key", async () => {
    const key = newId();
    await call({ key });
    for (const other of [{ name: "b" }, { id: "2" }, { query: "?dry=1" }]) {
      const { status, body } = await call({ key, ...other });
      expect({ status, code: codeOf(body) }, JSON.stringify(other)).toEqual({
        status: 409,
        code: "CONFLICT",
      });
    }
    expect(runs).toBe(1);
  });

  test("of another person or in another account is another request", async () => {
    const key = newId();
    await call({ key });
    const asMei = await call({ key, headers: { "x-test-person": "mei" } });
    const elsewhere = await call({ key, headers: { "x-test-account": "account-2" } });
    expect([asMei.headers.get("idempotent-replayed"), elsewhere.headers.get("idempotent-replayed")]).toEqual([
      null,
      null,
    ]);
    expect(runs).toBe(3);
  });

  test("runs once when twenty come at the same moment", async () => {
    const key = newId();
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    answer = () => finished.then(() => ({ run: runs }));
    let refused = 0;
    const calls = Array.from({ length: 20 }, async () => {
      const { status } = await call({ key });
      if (status === 409) refused += 1;
      return status;
    });
    // The first one ends when all the others have been turned away.
    await expect.poll(() => refused, { timeout: 20_000 }).toBe(19);
    finish();
    expect((await Promise.all(calls)).filter((status) => status === 201)).toHaveLength(1);
    expect(runs).toBe(1);
  });

  test("that was malformed does not use its key up: the corrected request runs", async () => {
    const key = newId();
    expect((await call({ key, name: 5 })).status).toBe(400);
    expect((await call({ key })).status).toBe(201);
  });

  test("keeps a refusal of the domain", async () => {
    const key = newId();
    answer = () => {
      throw limitReached("Spent.", { feature: "resumes" });
    };
    const first = await call({ key });
    answer = () => ({});
    const second = await call({ key });
    expect([first.status, second.status]).toEqual([403, 403]);
    expect(second.body).toEqual(first.body);
    expect(runs).toBe(1);
  });

  test.each([
    ["an outage", providerUnavailable("Stripe is down."), 503],
    ["our own mistake", new Error("bug"), 500],
  ])("does not keep %s: the retry runs", async (_what, error, status) => {
    const key = newId();
    answer = () => {
      throw error;
    };
    expect((await call({ key })).status).toBe(status);
    answer = () => ({});
    expect((await call({ key })).status).toBe(201);
    expect(runs).toBe(2);
  });

  test("that is too long is refused", async () => {
    expect((await call({ key: "k".repeat(256) })).status).toBe(400);
    expect(runs).toBe(0);
  });
});

test("a POST without a key runs every time", async () => {
  const plain = { ...postJson({ name: "a" }) };
  await callRoute(post, "/api/things/1/finish", plain, { id: "1" });
  await callRoute(post, "/api/things/1/finish", plain, { id: "1" });
  expect(runs).toBe(2);
});

test("strangers are never shown each other's answers: a public POST keeps none", async () => {
  let count = 0;
  const open = route(
    {
      method: "POST",
      path: "/api/open",
      summary: "Open",
      tag: "Test",
      access: { kind: "public" },
      output: z.object({ count: z.number() }),
    },
    () => {
      count += 1;
      return { count };
    },
  );
  const init = { method: "POST", headers: { "idempotency-key": newId() } };
  expect((await callRoute(open, "/api/open", init)).body["data"]).toEqual({ count: 1 });
  expect((await callRoute(open, "/api/open", init)).body["data"]).toEqual({ count: 2 });
});
