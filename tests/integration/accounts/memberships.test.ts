import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { chooseMembership, findMembership } from "@/lib/accounts/access/require-person";
import { findStanding } from "@/lib/accounts/accounts-repository";
import { ensurePerson } from "@/lib/accounts/actions/ensure-person";
import { findPerson } from "@/lib/accounts/repository";
import { newId } from "@/lib/platform/ids";
import * as queue from "@/lib/platform/inngest";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount, insertMember } from "@/tests/support/people";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(() => void vi.spyOn(queue, "sendToQueue").mockResolvedValue(undefined));

async function newPerson(): Promise<string> {
  const id = `user_${newId()}`;
  await ensurePerson(makeContext(), { id, email: `${id.toLowerCase()}@example.com`, name: "Zoe" });
  return id;
}

const membershipsOf = async (id: string) => (await findStanding(id))?.memberships ?? [];

describe("memberships", () => {
  test("come with the personal account first, whatever the others are called", async () => {
    const id = await newPerson();
    for (const name of ["Aardvark", "Middle"])
      await insertMember(db.owner, await insertAccount(db.owner, name), id, "viewer");
    const names = (await membershipsOf(id)).map(({ accountName }) => accountName);
    expect(names).toEqual(["Zoe", "Aardvark", "Middle"]);
  });

  test("of deleted accounts and of deleted people are none", async () => {
    const id = await newPerson();
    const gone = await insertAccount(db.owner, "Gone");
    await insertMember(db.owner, gone, id, "owner");
    await db.owner`update accounts set deleted_at = now() where id = ${gone}`;
    expect(await membershipsOf(id)).toHaveLength(1);
    await db.owner`update people set deleted_at = now() where id = ${id}`;
    expect(await findStanding(id)).toBeNull();
    expect(await findPerson(id)).toBeNull();
  });

  test("are found by id or by slug; without a remembered one that is theirs, their team is chosen, and without a team they themselves", async () => {
    const id = await newPerson();
    const other = await insertAccount(db.owner, "Studio");
    await insertMember(db.owner, other, id, "admin");
    const foreign = await insertAccount(db.owner, "Foreign");
    const memberships = await membershipsOf(id);
    const [personal, studio] = memberships;
    expect(findMembership(memberships, other)).toBe(studio);
    expect(findMembership(memberships, studio?.accountSlug ?? "")).toBe(studio);
    expect(findMembership(memberships, foreign)).toBeNull();
    expect(chooseMembership(memberships, [foreign, personal?.accountSlug ?? "", other])).toBe(personal);
    for (const remembered of [[foreign], [], [""]]) {
      expect(chooseMembership(memberships, remembered)).toBe(studio);
      expect(chooseMembership(personal ? [personal] : [], remembered)).toBe(personal);
    }
    expect(chooseMembership([], [other])).toBeNull();
  });

  test("a second personal account for the same person is refused by the database", async () => {
    const id = await newPerson();
    await expect(
      db.owner`insert into accounts (kind, personal_person_id, name, slug) values ('personal', ${id}, 'Second', ${`s${newId()}`})`,
    ).rejects.toThrow(/accounts_personal_person_id_idx/);
  });
});
