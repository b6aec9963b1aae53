import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "@/lib/accounts/permissions";
import { changeRole } from "@/lib/accounts/teams/actions/change-role";
import { leaveAccount } from "@/lib/accounts/teams/actions/leave-account";
import { removeMember } from "@/lib/accounts/teams/actions/remove-member";
import { transferOwnership } from "@/lib/accounts/teams/actions/transfer-ownership";
import { newId } from "@/lib/platform/ids";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { publishShippedCatalog } from "../usage/support/seed";
import { keepMailIn, makeTeam, type TestTeam } from "./support/team";

let db: TestDatabase;
let team: TestTeam;
beforeAll(async () => {
  db = await createTestDatabase();
  await publishShippedCatalog();
});
afterAll(() => db.drop());
beforeEach(async () => {
  keepMailIn();
  team = await makeTeam(db.owner);
});

const roles = ["owner", "admin", "billing", "member", "viewer"] as const satisfies Role[];
const pairs = roles.flatMap((actor) => roles.map((target) => [actor, target] as const));
const forbidden = { status: 403, code: "FORBIDDEN" };
const lastOwner = { status: 422, code: "LAST_OWNER" };

describe("changing a role", () => {
  test.each(pairs)("by %s of a %s: managers may, and owners are an owner's alone", async (actor, target) => {
    await team.join("owner");
    const by = await team.join(actor);
    const who = await team.join(target);
    for (const next of roles) {
      const touchesOwner = target === "owner" || next === "owner";
      const may = actor === "owner" || (actor === "admin" && !touchesOwner);
      const act = changeRole(by.as, who.personId, next);
      if (may) await expect(act, next).resolves.toEqual({ personId: who.personId, role: next });
      else await expect(act, next).rejects.toMatchObject(forbidden);
      expect((await team.roles())[who.personId]).toBe(may ? next : target);
      await db.owner`update members set role = ${target} where account_id = ${team.id} and person_id = ${who.personId}`;
    }
  });

  test("is recorded and told with both roles, and the same role again is not", async () => {
    const owner = await team.join("owner");
    const { personId } = await team.join("member");
    await changeRole(owner.as, personId, "billing");
    await changeRole(owner.as, personId, "billing");
    expect(await team.audits()).toEqual([
      {
        action: "member.role_changed",
        targetId: personId,
        actorId: owner.personId,
        after: { role: "billing" },
      },
    ]);
    expect(await team.events()).toEqual([
      {
        name: "accounts/member.role_changed",
        data: { accountId: team.id, personId, from: "member", to: "billing", changedBy: owner.personId },
      },
    ]);
  });

  test("of the only owner is refused, by themselves as well", async () => {
    const owner = await team.join("owner");
    await expect(changeRole(owner.as, owner.personId, "admin")).rejects.toMatchObject(lastOwner);
    expect(await team.roles()).toEqual({ [owner.personId]: "owner" });
    expect(await team.audits()).toEqual([]);
  });

  test("counts by what the caller may do when it happens, not when their request came in", async () => {
    await team.join("owner");
    const { personId } = await team.join("viewer");
    const formerly = team.contextOf((await team.join("member")).personId, "owner");
    await expect(changeRole(formerly, personId, "admin")).rejects.toMatchObject(forbidden);
    const gone = team.contextOf((await team.somebody()).personId, "owner");
    await expect(changeRole(gone, personId, "admin")).rejects.toMatchObject({ status: 404 });
  });

  test("of somebody else's member, or of nobody, is a 404", async () => {
    const owner = await team.join("owner");
    const stranger = await (await makeTeam(db.owner)).join("member");
    for (const personId of [stranger.personId, `user_${newId()}`]) {
      await expect(changeRole(owner.as, personId, "admin")).rejects.toMatchObject({
        status: 404,
        code: "NOT_FOUND",
      });
      await expect(removeMember(owner.as, personId)).rejects.toMatchObject({ status: 404 });
    }
  });
});

describe("removing", () => {
  test.each(pairs)("a member: by %s of a %s", async (actor, target) => {
    await team.join("owner");
    const by = await team.join(actor);
    const who = await team.join(target);
    const may = actor === "owner" || (actor === "admin" && target !== "owner");
    const act = removeMember(by.as, who.personId);
    if (may) await expect(act).resolves.toEqual({ personId: who.personId, revokedApiKeys: 0 });
    else await expect(act).rejects.toMatchObject(forbidden);
    expect(who.personId in (await team.roles())).toBe(!may);
  });

  test("is recorded and told once", async () => {
    const owner = await team.join("owner");
    const { personId } = await team.join("viewer");
    await removeMember(owner.as, personId);
    expect(await team.audits()).toEqual([
      {
        action: "member.removed",
        targetId: personId,
        actorId: owner.personId,
        after: { revokedApiKeys: 0 },
      },
    ]);
    expect((await team.events()).map(({ name, data }) => [name, data["removedBy"]])).toEqual([
      ["accounts/member.removed", owner.personId],
    ]);
    await expect(removeMember(owner.as, personId)).rejects.toMatchObject({ status: 404 });
  });

  test("of the only owner is refused", async () => {
    const owner = await team.join("owner");
    await expect(removeMember(owner.as, owner.personId)).rejects.toMatchObject(lastOwner);
  });
});

describe("leaving", () => {
  test.each(roles)("is free for a %s while somebody owns the account", async (role) => {
    const stays = await team.join("owner");
    const leaves = await team.join(role);
    await leaveAccount(leaves.as);
    expect(await team.roles()).toEqual({ [stays.personId]: "owner" });
    expect((await team.audits()).map(({ action }) => action)).toEqual(["member.left"]);
    await expect(leaveAccount(leaves.as)).rejects.toMatchObject({ status: 404 });
  });

  test("is refused to the only owner", async () => {
    const owner = await team.join("owner");
    await team.join("admin");
    await expect(leaveAccount(owner.as)).rejects.toMatchObject(lastOwner);
  });

  test("at once leaves one of two owners", async () => {
    for (let round = 0; round < 5; round += 1) {
      const crowd = await makeTeam(db.owner);
      const owners = [await crowd.join("owner"), await crowd.join("owner")];
      const results = await Promise.allSettled(owners.map(({ as }) => leaveAccount(as)));
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(Object.values(await crowd.roles())).toEqual(["owner"]);
    }
  });

  test("and being demoted at once leaves one of two owners", async () => {
    const [one, two] = [await team.join("owner"), await team.join("owner")];
    await Promise.allSettled([
      changeRole(one.as, two.personId, "admin"),
      changeRole(two.as, one.personId, "admin"),
      leaveAccount(one.as),
    ]);
    expect(Object.values(await team.roles()).filter((role) => role === "owner")).toHaveLength(1);
  });
});

describe("transferring the account", () => {
  const body = (personId: string, accountName = "Larkfield Studio") => ({ personId, accountName });

  test.each(roles.slice(1))("makes a %s the owner and the former owner an admin", async (role) => {
    const owner = await team.join("owner");
    const heir = await team.join(role);
    await transferOwnership(owner.as, body(heir.personId));
    expect(await team.roles()).toEqual({ [owner.personId]: "admin", [heir.personId]: "owner" });
    expect(await team.audits()).toEqual([
      {
        action: "account.ownership_transferred",
        targetId: team.id,
        actorId: owner.personId,
        after: { ownerId: heir.personId, formerOwnerRole: "admin" },
      },
    ]);
    expect((await team.events()).map(({ name }) => name)).toEqual(["accounts/ownership.transferred"]);
    await expect(transferOwnership(owner.as, body(heir.personId))).rejects.toMatchObject(forbidden);
  });

  test.each(roles.slice(1))("is refused to a %s", async (role) => {
    const owner = await team.join("owner");
    const by = await team.join(role);
    await expect(transferOwnership(by.as, body(by.personId))).rejects.toMatchObject(forbidden);
    expect((await team.roles())[owner.personId]).toBe("owner");
  });

  test("wants the account's name, to the letter", async () => {
    const owner = await team.join("owner");
    const { personId } = await team.join("admin");
    for (const typed of ["", "larkfield studio", "Larkfield"]) {
      await expect(transferOwnership(owner.as, body(personId, typed))).rejects.toMatchObject({
        status: 422,
        code: "CONFIRMATION_MISMATCH",
      });
    }
    await expect(transferOwnership(owner.as, body(personId, " Larkfield Studio "))).resolves.toBeDefined();
  });

  test("goes to a member who is no owner yet, and to nobody else", async () => {
    const owner = await team.join("owner");
    const second = await team.join("owner");
    const stranger = await team.somebody();
    await expect(transferOwnership(owner.as, body(stranger.personId))).rejects.toMatchObject({ status: 404 });
    for (const { personId } of [owner, second]) {
      await expect(transferOwnership(owner.as, body(personId))).rejects.toMatchObject({
        code: "ALREADY_OWNER",
      });
    }
  });
});

describe("a personal account", () => {
  test("keeps its one person as owner", async () => {
    const { personId } = await team.join("owner");
    await db.owner`update accounts set kind = 'personal', personal_person_id = ${personId} where id = ${team.id}`;
    const as = team.contextOf(personId, "owner");
    const personal = { status: 422, code: "PERSONAL_ACCOUNT" };
    await expect(leaveAccount(as)).rejects.toMatchObject(personal);
    await expect(changeRole(as, personId, "viewer")).rejects.toMatchObject(personal);
    await expect(removeMember(as, personId)).rejects.toMatchObject(personal);
    await expect(transferOwnership(as, { personId, accountName: team.name })).rejects.toMatchObject(personal);
  });
});

describe("the database itself", () => {
  const noOwner = /would have no owner/;

  test("refuses to take the last owner away, whoever asks", async () => {
    const { personId } = await team.join("owner");
    await team.join("admin");
    await expect(
      db.owner`update members set role = 'admin' where account_id = ${team.id} and person_id = ${personId}`,
    ).rejects.toThrow(noOwner);
    await expect(db.owner`delete from members where account_id = ${team.id}`).rejects.toThrow(noOwner);
  });

  test("refuses the second of two transactions that each take one of two owners", async () => {
    const owners = [await team.join("owner"), await team.join("owner")];
    let waiting = owners.length;
    let open: () => void = () => undefined;
    const bothDeleted = new Promise<void>((resolve) => {
      open = resolve;
    });
    const results = await Promise.allSettled(
      owners.map(({ personId }) =>
        db.owner.begin(async (tx) => {
          await tx`delete from members where account_id = ${team.id} and person_id = ${personId}`;
          waiting -= 1;
          if (waiting === 0) open();
          await bothDeleted;
        }),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(Object.values(await team.roles())).toEqual(["owner"]);
  });

  test("lets an owner be replaced within one transaction, and everybody leave a deleted account", async () => {
    const { personId } = await team.join("owner");
    const heir = await team.join("viewer");
    await db.owner.begin(async (tx) => {
      await tx`update members set role = 'viewer' where account_id = ${team.id} and person_id = ${personId}`;
      await tx`update members set role = 'owner' where account_id = ${team.id} and person_id = ${heir.personId}`;
    });
    await db.owner.begin(async (tx) => {
      await tx`delete from members where account_id = ${team.id}`;
      await tx`update accounts set deleted_at = now() where id = ${team.id}`;
    });
    expect(await team.roles()).toEqual({});
  });
});

test("a key, a job and a deleted person change nothing", async () => {
  const owner = await team.join("owner");
  const { personId } = await team.join("member");
  const asKey = { ...owner.as, actor: { kind: "api_key", apiKeyId: newId() } as const };
  await expect(removeMember(asKey, personId)).rejects.toMatchObject(forbidden);
  const asJob = { ...owner.as, ...makeContext() };
  await expect(changeRole(asJob, personId, "admin")).rejects.toMatchObject(forbidden);
  const second = await team.join("owner");
  await db.owner`update people set deleted_at = now() where id = ${second.personId}`;
  await expect(removeMember(second.as, personId)).rejects.toMatchObject({ status: 404 });
  await expect(leaveAccount(owner.as)).rejects.toMatchObject(lastOwner);
});
