import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createAuthenticator } from "@/lib/accounts/access/authenticator";
import { createApiKey } from "@/lib/accounts/actions/create-api-key";
import type { Role, Scope } from "@/lib/accounts/permissions";
import { createApiKeyBody } from "@/lib/accounts/schemas";
import { changeRole } from "@/lib/accounts/teams/actions/change-role";
import { leaveAccount } from "@/lib/accounts/teams/actions/leave-account";
import { removeMember } from "@/lib/accounts/teams/actions/remove-member";
import type { AccountContext } from "@/lib/platform/context";
import { checkUsage, trackUsage } from "@/lib/usage";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { publishShippedCatalog } from "../usage/support/seed";
import { keepMailIn, makeTeam, type Teammate, type TestTeam } from "./support/team";

let db: TestDatabase;
let team: TestTeam;
let owner: Teammate;
beforeAll(async () => {
  db = await createTestDatabase();
  await publishShippedCatalog();
});
afterAll(() => db.drop());
beforeEach(async () => {
  keepMailIn();
  team = await makeTeam(db.owner);
  owner = await team.join("owner");
});

const ALL: Scope[] = ["usage:read", "usage:write", "billing:read"];
const keyOf = (maker: Teammate, scopes: Scope[]) =>
  createApiKey(maker.as, createApiKeyBody.parse({ name: "CI", scopes }));
const permissionOf = {
  "usage:read": "usage.read",
  "usage:write": "usage.write",
  "billing:read": "billing.read",
};

/** Lets a key in to a route, as the wrapper does. */
async function enter(key: string, scope: Scope): Promise<AccountContext> {
  const authenticator = createAuthenticator({ findRequestsAnHour: async () => 1_000 });
  const request = new Request("http://localhost/api/usage", { headers: { authorization: `Bearer ${key}` } });
  const access = { kind: "account", permission: permissionOf[scope], scope } as const;
  return (await authenticator.account(request, makeContext({ clock: team.clock }), access)).ctx;
}
const revoked = { status: 401, code: "UNAUTHENTICATED" };
const reduced = { status: 403, code: "FORBIDDEN" };
const one = { feature: "resumes", quantity: 1 };

describe("the keys of a member who goes", () => {
  test.each([
    ["is removed", (who: Teammate) => removeMember(owner.as, who.personId)],
    ["leaves", (who: Teammate) => leaveAccount(who.as)],
  ])("die at once when their maker %s, each with its record, and no other key does", async (_how, go) => {
    const maker = await team.join("member");
    const mine = [await keyOf(maker, ["usage:read"]), await keyOf(maker, ["usage:read", "usage:write"])];
    const owners = await keyOf(owner, ["usage:read"]);
    const elsewhere = await makeTeam(db.owner);
    await db.owner`insert into members (account_id, person_id, role) values (${elsewhere.id}, ${maker.personId}, 'member')`;
    const other = await createApiKey(
      elsewhere.contextOf(maker.personId, "member"),
      createApiKeyBody.parse({ name: "elsewhere" }),
    );
    for (const { key } of [...mine, owners, other]) await enter(key, "usage:read");

    expect(await go(maker)).toMatchObject({ revokedApiKeys: 2 });
    for (const { key } of mine) await expect(enter(key, "usage:read")).rejects.toMatchObject(revoked);
    for (const { key } of [owners, other]) await expect(enter(key, "usage:read")).resolves.toBeDefined();
    const records = (await team.audits()).filter(({ action }) => action === "api_key.revoked");
    expect(records.map(({ targetId }) => targetId).sort()).toEqual(mine.map(({ id }) => id).sort());
  });

  test("count nothing from that moment, although another process still believes them", async () => {
    const maker = await team.join("member");
    const { key } = await keyOf(maker, ["usage:read", "usage:write"]);
    const believed = await enter(key, "usage:write");
    await expect(trackUsage(believed, one)).resolves.toBeDefined();
    await removeMember(owner.as, maker.personId);
    await expect(trackUsage(believed, one)).rejects.toMatchObject(revoked);
    await expect(checkUsage(believed, one)).rejects.toMatchObject(revoked);
  });

  test("are dead even if only the membership was taken away", async () => {
    const maker = await team.join("member");
    const { key } = await keyOf(maker, ["usage:read", "usage:write"]);
    const believed = await enter(key, "usage:write");
    await db.owner`delete from members where account_id = ${team.id} and person_id = ${maker.personId}`;
    await expect(trackUsage(believed, one)).rejects.toMatchObject(revoked);
    await expect(checkUsage(believed, one)).rejects.toMatchObject(revoked);
    team.clock.advance(5_000);
    await expect(enter(key, "usage:read")).rejects.toMatchObject(revoked);
  });
});

describe("the keys of a member who is demoted", () => {
  test.each<[Role, Scope[]]>([
    ["admin", ["usage:read", "usage:write", "billing:read"]],
    ["billing", ["usage:read", "billing:read"]],
    ["member", ["usage:read", "usage:write"]],
    ["viewer", ["usage:read"]],
  ])("carry no more than a %s may do, and all of it again when the role comes back", async (role, left) => {
    const maker = await team.join("admin");
    const { key } = await keyOf(maker, ALL);
    for (const scope of ALL) await enter(key, scope);
    await changeRole(owner.as, maker.personId, role);
    for (const scope of ALL) {
      const entry = enter(key, scope);
      if (left.includes(scope)) await expect(entry, scope).resolves.toBeDefined();
      else await expect(entry, scope).rejects.toMatchObject(reduced);
    }
    expect([...(await enter(key, "usage:read")).permissions].sort()).toEqual(
      left.map((scope) => permissionOf[scope]).sort(),
    );
    await changeRole(owner.as, maker.personId, "admin");
    for (const scope of ALL) await expect(enter(key, scope)).resolves.toBeDefined();
  });

  test("count nothing from that moment, although another process still believes them", async () => {
    const maker = await team.join("member");
    const { key } = await keyOf(maker, ["usage:read", "usage:write"]);
    const believed = await enter(key, "usage:write");
    await changeRole(owner.as, maker.personId, "viewer");
    await expect(trackUsage(believed, one)).rejects.toMatchObject(reduced);
    await expect(trackUsage(believed, { events: [one, one] })).rejects.toMatchObject(reduced);
    await expect(checkUsage(believed, one)).resolves.toMatchObject({ used: 0 });
  });
});

test("a key that no person made carries its scopes", async () => {
  const { id, key } = await keyOf(owner, ALL);
  await db.owner`update api_keys set created_by = null where id = ${id}`;
  for (const scope of ALL) await expect(enter(key, scope)).resolves.toBeDefined();
  await expect(trackUsage(await enter(key, "usage:write"), one)).resolves.toBeDefined();
});
