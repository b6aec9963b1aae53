import { globSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type RouteExpectation, routes } from "./expectations";
import { callers, judge } from "./support/callers";
import { type Fingerprint, takeFingerprint } from "./support/fingerprint";
import { type MatrixWorld, startMatrixWorld } from "./support/matrix-world";
import { inScopeOf } from "./support/request-scope";

vi.mock("next/headers", async () => (await import("./support/request-scope")).nextHeaders);
// No queue listens; what the outbox holds is part of the fingerprint.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

type Handler = (request: Request, segment: { params: Promise<Record<string, string>> }) => Promise<Response>;

const root = new URL("../..", import.meta.url).pathname;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const handlers = new Map<string, Handler>();
let world: MatrixWorld;
let calls = 0;

beforeAll(async () => {
  world = await startMatrixWorld();
  for (const file of globSync("app/**/route.ts", { cwd: root })) {
    const module = (await import(`${root}${file}`)) as Record<string, Handler>;
    const path = `/${file.replace(/^app\//, "").replace(/\/route\.ts$/, "")}`.replaceAll(
      /\[(\w+)\]/g,
      "{$1}",
    );
    for (const method of METHODS) if (module[method]) handlers.set(`${method} ${path}`, module[method]);
  }
}, 120_000);
afterAll(() => world.stop());

test("every route has an expectation, and every expectation its route", () => {
  expect([...handlers.keys()].sort()).toEqual(Object.keys(routes).sort());
});

describe.each(Object.entries(routes))("%s", (route, expectation) => {
  const takesParams = route.includes("{");
  const denied = callers.filter(
    (caller) => (takesParams || !caller.needsParams) && judge(caller, expectation) !== "allowed",
  );
  const allowed = callers.filter((caller) => !caller.needsParams && judge(caller, expectation) === "allowed");

  // The denied come first: what they try to change is still as it was seeded.
  if (denied.length > 0) {
    test.each(denied)("refuses $name, changes nothing and tells nothing", async (caller) => {
      const request = await prepare(route, expectation, await caller.headers(world));
      const before: Fingerprint = await takeFingerprint(world.db.owner);

      const { status, text, code } = await answer(route, request);

      const verdict = judge(caller, expectation);
      // What is signed may be refused in the provider's own words: Inngest's handler is its SDK's.
      if (expectation.allows === "signature" && route.includes("inngest")) expect(status, text).toBe(401);
      else expect({ status, code }, text).toEqual(verdict);
      expect(await takeFingerprint(world.db.owner)).toEqual(before);
      expect(world.secrets.filter((secret) => text.includes(secret))).toEqual([]);
    });
  }

  if (allowed.length > 0) {
    test.each(allowed)("lets $name in", async (caller) => {
      const { status, text } = await answer(
        route,
        await prepare(route, expectation, await caller.headers(world)),
      );
      expect(status, text).toBe(expectation.answers ?? 200);
    });
  }
});

interface Prepared {
  readonly request: Request;
  readonly params: Record<string, string>;
}

async function prepare(
  route: string,
  { send }: RouteExpectation,
  headers: Record<string, string>,
): Promise<Prepared> {
  const [method = "", path = ""] = route.split(" ");
  const { params = {}, query = "", body } = (await send?.(world)) ?? {};
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  calls += 1;
  return {
    request: new Request(`http://localhost:3000${filled}${query}`, {
      method,
      headers: {
        ...headers,
        "content-type": "application/json",
        // Everyone calls from an address of their own, so that no call meets another's rate.
        "x-forwarded-for": `2001:db8::${calls.toString(16)}`,
      },
      ...(body !== undefined && {
        body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body),
      }),
    }),
    params: { ...params },
  };
}

async function answer(route: string, { request, params }: Prepared) {
  const handler = handlers.get(route);
  if (!handler) throw new Error(`${route} is no route.`);
  const response = await inScopeOf(request, () => handler(request, { params: Promise.resolve(params) }));
  const text = await response.text();
  return { status: response.status, text, code: readCode(text) };
}

function readCode(text: string): string | undefined {
  const parsed: unknown = text.startsWith("{") ? JSON.parse(text) : null;
  return (parsed as { error?: { code?: string } } | null)?.error?.code;
}
