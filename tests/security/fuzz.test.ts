import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { listRoutes } from "@/lib/platform/http";
import { routes } from "./expectations";
import { arbitraryBody, arbitraryQuery, arbitrarySegment } from "./support/arbitrary-input";
import { findAllowed } from "./support/callers";
import { loadHandlers, prepare, send } from "./support/handlers";
import { type MatrixWorld, startMatrixWorld } from "./support/matrix-world";

vi.mock("next/headers", async () => (await import("./support/request-scope")).nextHeaders);
vi.mock("@/lib/platform/rate-limit", async (original) => ({
  ...(await original<object>()),
  ...(await import("./support/without-rates")),
}));
// No queue listens.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

const RUNS = 60;
/** Says that the queue and the mail server are not part of this world. */
const unwell = ["GET /api/health"];
/** Tells too much: stacks, statements, names of the database's own. */
const LEAKS =
  /node_modules|\bat [\w.]+ \(|select .* from|insert into|duplicate key|violates|SQLSTATE|sk_test|whsec_/i;

let world: MatrixWorld;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;
beforeAll(async () => {
  world = await startMatrixWorld();
  handlers = await loadHandlers();
});
afterAll(() => world.stop());

describe("whatever is sent, no route breaks", () => {
  test.each(Object.entries(routes))("%s", async (route, expectation) => {
    const record = listRoutes().find(({ method, path }) => `${method} ${path}` === route);
    const names = [...route.matchAll(/\{([\w.]+)\}/g)].map(([, name]) => String(name));
    const inputs = fc.record({
      sent: arbitraryBody(record?.body),
      query: arbitraryQuery(record?.query),
      segments: fc.array(arbitrarySegment, { minLength: names.length, maxLength: names.length }),
      header: fc.string({ maxLength: 300 }).map((text) => text.replace(/[^\x21-\x7e]/g, "x")),
      fitting: fc.boolean(),
    });
    await restoreOwner();
    const credential = await findAllowed(expectation).headers(world);
    const base = await expectation.send?.(world);

    await fc.assert(
      fc.asyncProperty(inputs, async ({ sent, query, segments, header, fitting }) => {
        const params = Object.fromEntries(names.map((name, index) => [name, String(segments[index])]));
        const call = prepare(route, {
          // Half of the calls are about something that is there.
          params: fitting ? { ...params, ...base?.params } : params,
          query: fitting && base?.query ? base.query : query,
          ...(!route.startsWith("GET ") && sent),
          type: expectation.types?.[0] ?? "application/json",
          headers: {
            ...credential,
            "idempotency-key": header,
            "stripe-signature": header,
            "svix-id": header,
          },
        });
        const { status, text } = await send(handlers, call);
        expect(status, text).toBeLessThan(unwell.includes(route) ? 504 : 500);
        if (status >= 400) expect(text).not.toMatch(LEAKS);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

test.each(["", " ", "\t\n\r ", "\f", "\v", "\u00a0", "\ufeff"])(
  "a body of blanks (%j) breaks the queue's route neither",
  async (raw) => {
    for (const method of ["POST", "PUT"]) {
      const { status, text } = await send(handlers, prepare(`${method} /api/inngest`, { raw }));
      expect(status, text).toBe(401);
    }
  },
);

/** What an earlier route was talked into (signing out, handing over) does not weaken the next. */
async function restoreOwner(): Promise<void> {
  const { db, ours, people } = world;
  await db.owner`update accounts set deleted_at = null where id = ${ours}`;
  await db.owner`
    insert into members (account_id, person_id, role) values (${ours}, ${people.owner}, 'owner')
    on conflict (account_id, person_id) do update set role = 'owner'`;
}
