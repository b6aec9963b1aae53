import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findStanding } from "@/lib/accounts/accounts-repository";
import { ensurePerson } from "@/lib/accounts/actions/ensure-person";
import { computeSlug } from "@/lib/accounts/compute/compute-slug";
import { newId } from "@/lib/platform/ids";
import * as queue from "@/lib/platform/inngest";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(() => void vi.spyOn(queue, "sendToQueue").mockResolvedValue(undefined));

const contextOf = (personId: string) =>
  makeContext({ actor: { kind: "person", personId, sessionId: "sess_1" } });
const newPerson = (over: { email?: string; name?: string } = {}) => {
  const id = `user_${newId()}`;
  return { id, email: `${id.toLowerCase()}@example.com`, name: "Ada Okafor", ...over };
};
async function countOf(personId: string) {
  const [row] = await db.owner<
    { people: number; accounts: number; members: number; audits: number; events: number }[]
  >`
    select
      (select count(*)::int from people where id = ${personId}) as people,
      (select count(*)::int from accounts where personal_person_id = ${personId}) as accounts,
      (select count(*)::int from members where person_id = ${personId}) as members,
      (select count(*)::int from audit_log where actor_id = ${personId}) as audits,
      (select count(*)::int from outbox where data ->> 'personId' = ${personId}) as events`;
  return row;
}

describe("ensurePerson", () => {
  test("makes person, personal account, ownership, audit row and event together", async () => {
    const person = newPerson();
    expect(await ensurePerson(contextOf(person.id), person)).toBe(true);
    expect(await countOf(person.id)).toEqual({ people: 1, accounts: 1, members: 1, audits: 1, events: 1 });
    expect((await findStanding(person.id))?.memberships).toEqual([
      {
        accountId: expect.any(String),
        accountName: "Ada Okafor",
        accountSlug: expect.stringMatching(/^ada-okafor-[0-9a-z]{6}$/),
        accountKind: "personal",
        role: "owner",
        lastSeenAt: null,
        deletion: null,
      },
    ]);
  });

  test("makes one account when twenty requests see a person for the first time at once", async () => {
    const person = newPerson();
    const made = await Promise.all(
      Array.from({ length: 20 }, () => ensurePerson(contextOf(person.id), person)),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await countOf(person.id)).toEqual({ people: 1, accounts: 1, members: 1, audits: 1, events: 1 });
  });

  test("a request that finds it being made sees it made when its own call returns", async () => {
    const person = newPerson();
    const seen = await Promise.all(
      Array.from({ length: 20 }, async () => {
        await ensurePerson(contextOf(person.id), person);
        return (await findStanding(person.id))?.memberships.length;
      }),
    );
    expect(seen).toEqual(Array.from({ length: 20 }, () => 1));
  });

  test("changes nothing for a person who is known", async () => {
    const person = newPerson();
    await ensurePerson(contextOf(person.id), person);
    expect(await ensurePerson(contextOf(person.id), { ...person, name: "Somebody else" })).toBe(false);
    expect((await findStanding(person.id))?.memberships).toMatchObject([{ accountName: "Ada Okafor" }]);
  });

  test("stores the e-mail address in lower case", async () => {
    const person = newPerson();
    await ensurePerson(contextOf(person.id), { ...person, email: person.email.toUpperCase() });
    const [row] = await db.owner`select email from people where id = ${person.id}`;
    expect(row?.["email"]).toBe(person.email);
  });

  test.each([
    ["", "ada"],
    ["x".repeat(300), "x".repeat(120)],
    ["中村", "中村"],
  ])("names the account of a person called %j %j", async (name, accountName) => {
    const person = newPerson({ name });
    const email = name === "" ? `ada@${person.id.toLowerCase().replace("_", "-")}.example` : person.email;
    await ensurePerson(contextOf(person.id), { ...person, email });
    expect((await findStanding(person.id))?.memberships).toMatchObject([{ accountName }]);
  });

  test("leaves nothing behind when it fails half way", async () => {
    const person = newPerson({ email: "no-address" });
    await expect(ensurePerson(contextOf(person.id), person)).rejects.toThrow(
      /people_email_check|people_check/,
    );
    expect(await countOf(person.id)).toEqual({ people: 0, accounts: 0, members: 0, audits: 0, events: 0 });
  });
});

describe("computeSlug", () => {
  test.each([
    ["Ada Okafor", /^ada-okafor-[0-9a-z]{6}$/],
    ["Zoë Ångström", /^zoe-angstroem-[0-9a-z]{6}$/],
    ["Straße & Søn", /^strasse-and-son-[0-9a-z]{6}$/],
    ["eBay GmbH", /^ebay-gmbh-[0-9a-z]{6}$/],
    ["Ünïcode <b>🚀</b>", /^uenicode-b-b-[0-9a-z]{6}$/],
    ["  --  ", /^account-[0-9a-z]{6}$/],
    ["中村", /^account-[0-9a-z]{6}$/],
    ["A".repeat(200), /^a{40}-[0-9a-z]{6}$/],
  ])("of %j fits an address", (name, pattern) => {
    expect(computeSlug(name)).toMatch(pattern);
    expect(computeSlug(name)).toMatch(/^[a-z0-9][a-z0-9-]{1,62}$/);
  });
});
