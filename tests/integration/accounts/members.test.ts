import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noteSeen } from "@/lib/accounts/access/note-seen";
import { findStanding } from "@/lib/accounts/accounts-repository";
import { listMembers } from "@/lib/accounts/teams/queries/list-members";
import { newId } from "@/lib/platform/ids";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeTeam, type TestTeam } from "./support/team";

const MINUTE = 60_000;
let db: TestDatabase;
let team: TestTeam;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  team = await makeTeam(db.owner);
});

describe("the list of members", () => {
  test("pages in the order of joining, whoever of the account asks", async () => {
    const joined = [];
    for (const role of ["owner", "viewer", "member", "billing", "admin"] as const) {
      joined.push(await team.join(role));
    }
    for (const { as } of joined) {
      const first = await listMembers(as, { limit: 2 });
      expect(first.hasMore).toBe(true);
      const second = await listMembers(as, { limit: 3, startingAfter: first.members[1]?.personId });
      expect(second.hasMore).toBe(false);
      expect([...first.members, ...second.members].map(({ personId, role }) => [personId, role])).toEqual(
        joined.map(({ personId, role }) => [personId, role]),
      );
    }
  });

  test("shows nobody of another account, nobody deleted, and refuses a cursor that is none", async () => {
    const owner = await team.join("owner");
    const gone = await team.join("member");
    await db.owner`update people set deleted_at = now() where id = ${gone.personId}`;
    await (await makeTeam(db.owner)).join("owner");
    expect((await listMembers(owner.as)).members.map(({ personId }) => personId)).toEqual([owner.personId]);
    for (const startingAfter of [gone.personId, newId()]) {
      await expect(listMembers(owner.as, { startingAfter })).rejects.toMatchObject({ status: 400 });
    }
    await expect(listMembers({ ...owner.as, permissions: new Set() })).rejects.toMatchObject({ status: 403 });
  });
});

describe("last seen", () => {
  test("is noted with the first click, and again after five minutes, in that account alone", async () => {
    const owner = await team.join("owner");
    const other = await makeTeam(db.owner);
    await db.owner`insert into members (account_id, person_id, role) values (${other.id}, ${owner.personId}, 'viewer')`;
    const click = async (): Promise<void> => {
      const standing = await findStanding(owner.personId);
      const membership = standing?.memberships.find(({ accountId }) => accountId === team.id);
      if (membership) await noteSeen(owner.personId, membership, team.clock.now());
    };
    const seen = async () => {
      const rows = await db.owner<{ account_id: string; last_seen_at: Date | null; writes: string }[]>`
        select account_id, last_seen_at, xmin::text as writes from members where person_id = ${owner.personId}`;
      expect(rows.find(({ account_id }) => account_id === other.id)?.last_seen_at).toBeNull();
      return rows.find(({ account_id }) => account_id === team.id);
    };
    const start = team.clock.now();
    await click();
    const noted = await seen();
    expect(noted?.last_seen_at).toEqual(start);
    team.clock.advance(5 * MINUTE - 1);
    await click();
    expect(await seen()).toEqual(noted);
    team.clock.advance(1);
    await click();
    expect((await seen())?.last_seen_at).toEqual(team.clock.now());
    expect((await listMembers(owner.as)).members[0]?.lastSeenAt).toBe(team.clock.now().toISOString());
  });
});
