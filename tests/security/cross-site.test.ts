import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type RouteExpectation, routes } from "./expectations";
import { callers, findAllowed, judge } from "./support/callers";
import { takeFingerprint } from "./support/fingerprint";
import { loadHandlers, type Outgoing, prepare, send } from "./support/handlers";
import { type MatrixWorld, startMatrixWorld } from "./support/matrix-world";

vi.mock("next/headers", async () => (await import("./support/request-scope")).nextHeaders);
vi.mock("@/lib/platform/rate-limit", async (original) => ({
  ...(await original<object>()),
  ...(await import("./support/without-rates")),
}));
// No queue listens; what the outbox holds is part of the fingerprint.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

const KIB_64 = 64 * 1024;
/** Routes that do not read what is sent to them. */
const isDeaf = (route: string) => route.includes("...path");
const writes = Object.entries(routes).filter(
  ([route, { allows }]) => !route.startsWith("GET ") && allows !== "signature" && !isDeaf(route),
);
const reads = Object.entries(routes).filter(([route]) => route.startsWith("GET "));

interface Verdict {
  readonly status: number;
  readonly code: string | undefined;
}

let world: MatrixWorld;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;
beforeAll(async () => {
  world = await startMatrixWorld();
  handlers = await loadHandlers();
});
afterAll(() => world.stop());

/** A call that would be let in, were it not for what `change` makes of it. It must leave everything as it was. */
async function callChanged(route: string, expectation: RouteExpectation, change: Outgoing): Promise<Verdict> {
  const credential = await findAllowed(expectation).headers(world);
  const sent = await expectation.send?.(world);
  const call = prepare(route, { ...sent, ...change, headers: { ...credential, ...change.headers } });
  const before = await takeFingerprint(world.db.owner);
  const { status, code } = await send(handlers, call);
  expect(await takeFingerprint(world.db.owner)).toEqual(before);
  return { status, code };
}

const otherSites: readonly (readonly [string, Record<string, string>])[] = [
  ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
  ["another site in an old browser", { origin: "https://evil.example" }],
  ["a sandboxed frame", { origin: "null" }],
  ["a sister domain", { origin: "http://sister.localhost:3000", "sec-fetch-site": "same-site" }],
  [
    "another site that claims to be ours",
    { origin: "http://localhost:3000", "sec-fetch-site": "cross-site" },
  ],
  [
    "another site by a forwarded host",
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
  ],
  ["a link or picture elsewhere", { "sec-fetch-site": "cross-site" }],
];

const WRONG_TYPE = { status: 415, code: "UNSUPPORTED_MEDIA_TYPE" };
const TOO_LARGE = { status: 413, code: "TOO_LARGE" };
const disguises = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""];

describe.each(writes)("%s", (route, expectation) => {
  const types = expectation.types ?? ["application/json"];
  const [type = ""] = types;

  test.each(otherSites)("changes nothing for %s, with our cookie", async (_who, headers) => {
    expect(await callChanged(route, expectation, { headers })).toEqual({ status: 403, code: "FORBIDDEN" });
  });

  test.each(disguises.filter((each) => !types.includes(each.split(";")[0] ?? "")))(
    "takes no body of type %j, which a form can send without asking",
    async (disguise) => {
      expect(await callChanged(route, expectation, { raw: '{"a":1}', type: disguise })).toEqual(WRONG_TYPE);
    },
  );

  test("unpacks nothing: a bomb is refused for being packed", async () => {
    const raw = new Uint8Array(gzipSync(Buffer.alloc(10 * 1024 * 1024)));
    const headers = { "content-encoding": "gzip" };
    expect(await callChanged(route, expectation, { raw, type, headers })).toEqual(WRONG_TYPE);
  });

  test("reads no more than its limit, whether the length is told or not", async () => {
    const limit = expectation.maxBytes ?? KIB_64;
    const told = { "content-length": String(limit + 1) };
    const raw = new Uint8Array(limit + 1);
    expect(await callChanged(route, expectation, { raw, type, headers: told })).toEqual(TOO_LARGE);
    const stream = countedStream();
    expect(await callChanged(route, expectation, { raw: stream.body, type })).toEqual(TOO_LARGE);
    // One chunk may wait in the stream's own queue.
    expect(stream.pulled()).toBeLessThanOrEqual(Math.ceil((limit + 1) / CHUNK) + 2);
  });
});

describe.each(reads)("%s", (route, expectation) => {
  test("writes nothing, for nobody", async () => {
    for (const caller of callers.filter(
      (each) => !each.needsParams && judge(each, expectation) === "allowed",
    )) {
      const call = prepare(route, {
        ...(await expectation.send?.(world)),
        headers: await caller.headers(world),
      });
      const before = await takeFingerprint(world.db.owner);
      await send(handlers, call);
      const { audit_log, audit_chains, ...others } = await takeFingerprint(world.db.owner);
      const isRecorded = expectation.recorded || expectation.allows === "platform admin";
      const seen = isRecorded ? { ...before, ...others } : { ...others, audit_log, audit_chains };
      expect(seen, caller.name).toEqual(before);
    }
  });
});

const CHUNK = 16 * 1024;

/** A body without end, that tells how much of it was asked for. */
function countedStream() {
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(CHUNK));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, pulled: () => pulled };
}
