import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { routes } from "./expectations";
import { callers, judge } from "./support/callers";
import { takeFingerprint } from "./support/fingerprint";
import { loadHandlers, prepare, send } from "./support/handlers";
import { type MatrixWorld, startMatrixWorld } from "./support/matrix-world";

vi.mock("next/headers", async () => (await import("./support/request-scope")).nextHeaders);
// No queue listens; what the outbox holds is part of the fingerprint.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let world: MatrixWorld;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;

beforeAll(async () => {
  world = await startMatrixWorld();
  handlers = await loadHandlers();
});
afterAll(() => world.stop());

test("every route has an expectation, and every expectation its route", () => {
  expect([...handlers.keys()].sort()).toEqual(Object.keys(routes).sort());
});

describe.each(Object.entries(routes))("%s", (route, expectation) => {
  const asked = callers.filter(({ needsParams }) => route.includes("{") || !needsParams);
  const denied = asked.filter((caller) => judge(caller, expectation) !== "allowed");
  const allowed = asked.filter((caller) => !caller.needsParams && judge(caller, expectation) === "allowed");

  // The denied come first: what they try to change is still as it was seeded.
  if (denied.length > 0) {
    test.each(denied)("refuses $name, changes nothing and tells nothing", async (caller) => {
      const headers = await caller.headers(world);
      const call = prepare(route, { ...(await expectation.send?.(world)), headers });
      const before = await takeFingerprint(world.db.owner);

      const { status, text, code } = await send(handlers, call);

      // What is signed may be refused in the provider's own words: Inngest's handler is its SDK's.
      if (route.endsWith("/api/inngest")) expect(status, text).toBe(401);
      else expect({ status, code }, text).toEqual(judge(caller, expectation));
      expect(await takeFingerprint(world.db.owner)).toEqual(before);
      expect(world.secrets.filter((secret) => text.includes(secret))).toEqual([]);
    });
  }

  if (allowed.length > 0) {
    test.each(allowed)("lets $name in", async (caller) => {
      const headers = await caller.headers(world);
      const { status, text } = await send(
        handlers,
        prepare(route, { ...(await expectation.send?.(world)), headers }),
      );
      expect(status, text).toBe(expectation.answers ?? 200);
    });
  }
});
