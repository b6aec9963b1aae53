import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ensurePerson, handleIdentityEvent } from "@/lib/accounts";
import { database } from "@/lib/platform/db";
import { readSeats } from "@/lib/usage";
import { makeContext } from "@/tests/support/context";
import type { TestDatabase } from "@/tests/support/database";
import {
  type ClerkEvent,
  eventOf,
  membershipOf,
  organizationGone,
  organizationOf,
  second,
  userGone,
  userOf,
} from "./support/clerk-events";
import { apply, deliver, freshIds, handle, openBench, personOf, stateOf } from "./support/identity-bench";

vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let db: TestDatabase;
beforeAll(async () => {
  db = await openBench();
});
afterAll(() => db.drop());

type Ids = ReturnType<typeof freshIds>;

/** A month in the life of an organization, in the order in which it happened. */
function listStory({ ada, ben, cleo, org }: Ids): ClerkEvent[] {
  const organization = (name: string, seconds: number) =>
    organizationOf(org, { name, created_by: ada, updated_at: second(seconds) });
  const founded = organization("Founded", 1);
  const member = (userId: string, role: string, seconds: number, id = `orgmem_${org}_${userId}`) =>
    membershipOf(founded, userId, { id, role, updated_at: second(seconds) });
  return [
    eventOf("user.created", userOf(ada, { updated_at: second(0) })),
    eventOf("organization.created", founded),
    eventOf("organizationMembership.created", member(ada, "org:admin", 2)),
    eventOf("user.created", userOf(ben, { first_name: "Ben", updated_at: second(3) })),
    eventOf("organizationMembership.created", member(ben, "org:member", 4)),
    eventOf("user.updated", userOf(ben, { first_name: "Benedict", updated_at: second(5) })),
    eventOf("organization.updated", organization("Renamed", 6)),
    eventOf("organizationMembership.updated", member(ben, "org:viewer", 7)),
    eventOf("user.created", userOf(cleo, { first_name: "Cleo", updated_at: second(8) })),
    eventOf("organizationMembership.created", member(cleo, "org:member", 9)),
    // Cleo is removed, asked back by another membership, and then leaves the identity for good.
    eventOf("organizationMembership.deleted", member(cleo, "org:member", 10)),
    eventOf("organizationMembership.created", member(cleo, "org:billing", 11, `orgmem_again_${org}`)),
    eventOf("user.deleted", userGone(cleo)),
  ];
}

const outcomeOf = async ({ ada, ben, cleo, org }: Ids) => {
  const { account, members } = await stateOf(db, org);
  const cleoNow = await personOf(db, cleo);
  return {
    account,
    ada: members[ada],
    ben: members[ben],
    cleo: members[cleo],
    benName: (await personOf(db, ben))?.name,
    // Whether a row of hers was ever made depends on the order; that she gets in does not.
    cleoGetsIn: cleoNow !== null && !cleoNow.isDeleted,
  };
};
const EXPECTED = {
  account: { name: "Renamed", isDeleted: false },
  ada: "owner",
  ben: "viewer",
  cleo: undefined,
  benName: "Benedict Okafor",
  cleoGetsIn: false,
};

describe("everything that the identity says", () => {
  it("in the order in which it happened makes what is true now", async () => {
    const ids = freshIds();
    for (const event of listStory(ids)) await apply(event);
    expect(await outcomeOf(ids)).toEqual(EXPECTED);
  });

  it("in any order, and some of it several times, makes the same", async () => {
    const positions = Array.from({ length: 13 }, (_, index) => index);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(positions, { minLength: 13 }),
        fc.array(fc.nat(12), { maxLength: 6 }),
        async (order, again) => {
          const ids = freshIds();
          const story = listStory(ids);
          for (const index of [...order, ...again]) {
            const event = story[index];
            if (event) await apply(event);
          }
          expect(await outcomeOf(ids)).toEqual(EXPECTED);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it("all at once, each twice, makes the same", async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const ids = freshIds();
      const story = listStory(ids);
      await Promise.all(story.map((event) => deliver(event)));
      await Promise.all([...story, ...story].map(({ id }) => handle(id)));
      expect(await outcomeOf(ids)).toEqual(EXPECTED);
    }
  }, 60_000);

  it("together with the person's own first requests makes one person with one account", async () => {
    const ids = freshIds();
    const story = listStory(ids).slice(0, 5);
    const actor = { kind: "person", personId: ids.ada, sessionId: "sess_1" } as const;
    await Promise.all(story.map((event) => deliver(event)));
    await Promise.all([
      ...story.map(({ id }) => handle(id)),
      ...Array.from({ length: 5 }, () =>
        ensurePerson(makeContext({ actor }), { id: ids.ada, email: "", name: "" }),
      ),
    ]);
    const [counts] = await db.owner<{ accounts: number; greetings: number }[]>`
      select (select count(*)::int from accounts where personal_person_id = ${ids.ada}) as accounts,
        (select count(*)::int from outbox where name = 'accounts/person.created'
          and data ->> 'personId' = ${ids.ada}) as greetings`;
    expect(counts).toEqual({ accounts: 1, greetings: 1 });
    expect(await personOf(db, ids.ada)).toMatchObject({ name: "Ada Okafor" });
  });

  it("about an organization that is gone leaves it gone, in any order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), async (order) => {
        const { ada, org } = freshIds();
        const organization = organizationOf(org, { created_by: ada });
        const events = [
          eventOf("organization.created", organization),
          eventOf("organizationMembership.created", membershipOf(organization, ada, { role: "org:admin" })),
          eventOf("organizationMembership.deleted", membershipOf(organization, ada, { role: "org:admin" })),
          eventOf("organization.deleted", organizationGone(org)),
        ];
        for (const index of order) await apply(events[index] as ClerkEvent);
        expect((await stateOf(db, org)).account?.isDeleted ?? true).toBe(true);
      }),
      { numRuns: 24 },
    );
  }, 60_000);
});

describe("handling that is cut off", () => {
  it("has no effect, notes the attempt, and has the whole effect when it is tried again", async () => {
    const ids = freshIds();
    const organization = organizationOf(ids.org, { created_by: ids.ada });
    const event = eventOf(
      "organizationMembership.created",
      membershipOf(organization, ids.ada, { role: "org:admin" }),
    );
    await deliver(event);
    const ctx = makeContext({ actor: { kind: "webhook", provider: "clerk", eventId: event.id } });
    // The very last statement before the mark: everything else has been written by then.
    const cut = async () => {
      throw new Error("the process was killed");
    };
    await expect(handleIdentityEvent(ctx, event.id, cut)).rejects.toThrow("the process was killed");
    expect((await stateOf(db, ids.org)).account).toBeNull();
    expect(await personOf(db, ids.ada)).toBeNull();
    const [waiting] = await db.owner`
      select status, attempts, last_error from provider_events where id = ${event.id}`;
    expect(waiting).toEqual({ status: "pending", attempts: 1, last_error: "the process was killed" });
    await handleIdentityEvent(ctx, event.id, readSeats);
    expect((await stateOf(db, ids.org)).members).toEqual({ [ids.ada]: "owner" });
    const [done] = await db.owner`select status, last_error from provider_events where id = ${event.id}`;
    expect(done).toEqual({ status: "handled", last_error: null });
  });

  it("by a connection that dies leaves the event waiting", async () => {
    const ids = freshIds();
    const event = eventOf(
      "organizationMembership.created",
      membershipOf(organizationOf(ids.org, { created_by: ids.ada }), ids.ada, { role: "org:admin" }),
    );
    await deliver(event);
    const ctx = makeContext();
    await expect(
      handleIdentityEvent(ctx, event.id, async (_account, _at, sql) => {
        const [{ pid } = { pid: 0 }] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
        await db.owner`select pg_terminate_backend(${pid})`.catch(() => database()`select 1`);
        await sql`select 1`;
        return { used: 0, limit: null };
      }),
    ).rejects.toThrow();
    expect((await stateOf(db, ids.org)).account).toBeNull();
    expect(await handle(event.id)).toMatchObject({ status: "handled" });
    expect((await stateOf(db, ids.org)).members).toEqual({ [ids.ada]: "owner" });
  });
});
