import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { TestDatabase } from "@/tests/support/database";
import { type ClerkEvent, eventOf, sessionOf, userOf } from "./support/clerk-events";
import {
  deliver,
  freshIds,
  handle,
  OLD_SECRET,
  openBench,
  post,
  SECRET,
  sign,
} from "./support/identity-bench";

// No queue listens: the tests look at the outbox themselves.
vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let db: TestDatabase;
let event: ClerkEvent;
let ada: string;
beforeAll(async () => {
  db = await openBench();
});
afterAll(() => db.drop());
beforeEach(() => {
  ({ ada } = freshIds());
  event = eventOf("user.created", userOf(ada));
});

const stored = (id = event.id) => db.owner`select * from provider_events where id = ${id}`;
const queued = (id = event.id) => db.owner`select name, data from outbox where data->>'eventId' = ${id}`;

describe("a signed event of the identity", () => {
  it("is stored with its outbox row before it is acknowledged, and nothing else has happened", async () => {
    const { status, receipt } = await deliver(event);
    expect(status).toBe(200);
    expect(receipt).toEqual({ received: true, eventId: event.id, duplicate: false, status: "pending" });
    expect(await stored()).toMatchObject([
      { provider: "clerk", type: "user.created", object_id: ada, status: "pending", deliveries: 1 },
    ]);
    expect(await queued()).toEqual([
      {
        name: "accounts/identity_event.received",
        data: { eventId: event.id, type: "user.created", lockKey: ada },
      },
    ]);
    expect(await db.owner`select from people where id = ${ada}`).toHaveLength(0);
  });

  it("is stored and queued once when it is delivered twenty times at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(event)));
    expect(answers.filter(({ receipt }) => receipt?.duplicate === false)).toHaveLength(1);
    expect(await stored()).toMatchObject([{ deliveries: 20 }]);
    expect(await queued()).toHaveLength(1);
  });

  it("queues nothing when it comes again after it was handled, and says so", async () => {
    await deliver(event);
    await handle(event.id);
    const { receipt } = await deliver(event);
    expect(receipt).toMatchObject({ duplicate: true, status: "handled" });
    expect(await queued()).toHaveLength(1);
  });

  it("is accepted under each secret while one is being rotated", async () => {
    expect((await deliver(event, { secret: OLD_SECRET })).status).toBe(200);
    expect((await deliver(event, { secret: SECRET })).status).toBe(200);
  });

  it("is forgotten but for its id and type once it was handled", async () => {
    await deliver(event);
    expect(JSON.stringify((await stored())[0]?.["payload"])).toContain(ada);
    await handle(event.id);
    expect((await stored())[0]?.["payload"]).toEqual({ erased: true });
  });

  it("keeps the payload as it was signed, but for a character that Postgres cannot hold", async () => {
    const odd = eventOf("user.updated", userOf(ada, { first_name: "A\u0000da" }));
    expect((await deliver(odd)).status).toBe(200);
    const [row] = await stored(odd.id);
    expect(row?.["payload"]).toMatchObject({ type: "user.updated", data: { first_name: "A\ufffdda" } });
  });

  it.each(["session.created", "email.created", "role.updated", "subscription.active"])(
    "of the type %s is stored as ignored, with the reason, and queues nothing",
    async (type) => {
      const other = eventOf(type, sessionOf("sess_1", ada));
      expect((await deliver(other)).receipt).toMatchObject({ status: "ignored" });
      const [row] = await stored(other.id);
      expect(row?.["reason"]).toMatch(/^[a-z].{8,}/);
      expect(row?.["payload"]).toEqual({ erased: true });
      expect(await queued(other.id)).toHaveLength(0);
    },
  );

  it("of a type that nobody knows yet is stored as ignored under its name", async () => {
    const other = eventOf("user.teleported", { id: ada });
    expect((await deliver(other)).receipt).toMatchObject({ status: "ignored" });
    expect(await stored(other.id)).toMatchObject([
      { reason: "events of type user.teleported are not known here" },
    ]);
  });
});

describe("a delivery that is not to be believed", () => {
  const HOUR = 3_600_000;
  it.each<[string, (event: ClerkEvent) => Record<string, string>, RegExp]>([
    ["has no headers", () => ({}), /svix-id header is missing/],
    ["has an id alone", ({ id }) => ({ "svix-id": id }), /svix-timestamp header is missing/],
    ["is signed with another secret", (e) => sign(e, { secret: "whsec_b3RoZXI=" }), /does not match/],
    ["is an hour old", (e) => sign(e, { at: Date.now() - HOUR }), /too old/],
    ["is of the next hour", (e) => sign(e, { at: Date.now() + HOUR }), /of the future/],
    ["names another id than was signed", (e) => ({ ...sign(e), "svix-id": "msg_other" }), /does not match/],
    ["has a time that is no time", (e) => ({ ...sign(e), "svix-timestamp": "now" }), /no time can be read/],
    ["has a signature that is none", (e) => ({ ...sign(e), "svix-signature": "v1,AAAA" }), /does not match/],
    [
      "has another version of signature",
      (e) => ({ ...sign(e), "svix-signature": "v2,AAAA" }),
      /does not match/,
    ],
  ])("is refused when it %s, and stores nothing", async (_why, headers, words) => {
    const answer = await post(event.body, headers(event));
    expect(answer).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    expect(answer.message).toMatch(words);
    expect(await stored()).toHaveLength(0);
  });

  it("is refused when one character of the body was changed", async () => {
    const answer = await post(event.body.replace("Okafor", "Okafar"), sign(event));
    expect(answer.status).toBe(401);
    expect(await stored()).toHaveLength(0);
  });

  it("is limited by address after twenty", async () => {
    const from = "192.0.2.77";
    const answers = [];
    for (let tries = 0; tries < 21; tries += 1) answers.push(await post(event.body, {}, from));
    expect(answers.slice(0, 20).every(({ status }) => status === 401)).toBe(true);
    expect(answers[20]).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    expect((await deliver(event)).status).toBe(200);
  });

  it.each([
    ["no event", JSON.stringify({ hello: "world" })],
    ["an event without data", JSON.stringify({ object: "event", type: "user.created" })],
  ])("is refused as a bad request when it is signed and %s", async (_what, body) => {
    const odd = { ...event, body };
    expect(await post(body, sign(odd))).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
    expect(await stored()).toHaveLength(0);
  });

  it("is refused unread when it is larger than a megabyte", async () => {
    const large = eventOf("user.created", { ...userOf(ada), fill: "x".repeat(1024 * 1024) });
    expect(await deliver(large)).toMatchObject({ status: 413, code: "TOO_LARGE" });
  });
});
