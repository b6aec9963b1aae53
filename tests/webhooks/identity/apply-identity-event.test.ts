import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createApiKey, ensurePerson } from "@/lib/accounts";
import { findStanding } from "@/lib/accounts/accounts-repository";
import { makeAccountContext, makeContext } from "@/tests/support/context";
import type { TestDatabase } from "@/tests/support/database";
import {
  eventOf,
  membershipOf,
  organizationGone,
  organizationOf,
  second,
  sessionOf,
  userGone,
  userOf,
} from "./support/clerk-events";
import { apply, auditsOf, freshIds, openBench, personOf, stateOf } from "./support/identity-bench";

vi.mock("@/lib/platform/outbox", async (original) => ({
  ...(await original<object>()),
  nudgeOutbox: () => undefined,
}));

let db: TestDatabase;
let ids: ReturnType<typeof freshIds>;
beforeAll(async () => {
  db = await openBench();
});
afterAll(() => db.drop());
beforeEach(() => {
  ids = freshIds();
});

const eventsNamed = (name: string, personId: string) =>
  db.owner`select data from outbox where name = ${name} and data ->> 'personId' = ${personId}`;
const saved = (userId: string, over = {}) => apply(eventOf("user.updated", userOf(userId, over)));
const joined = (userId: string, over = {}, organization = organizationOf(ids.org, { created_by: ids.ada })) =>
  apply(eventOf("organizationMembership.created", membershipOf(organization, userId, over)));

describe("user.created", () => {
  it("makes the person with a personal account, once, with audit row and event", async () => {
    const outcome = await apply(eventOf("user.created", userOf(ids.ada)));
    expect(outcome).toMatchObject({ status: "handled", reason: "new here: made, with a personal account" });
    expect(await personOf(db, ids.ada)).toEqual({
      email: `${ids.ada}@example.com`.toLowerCase(),
      name: "Ada Okafor",
      avatarUrl: "https://img.example/ada.png",
      isDeleted: false,
    });
    expect(await findStanding(ids.ada)).toMatchObject({
      memberships: [{ accountKind: "personal", role: "owner" }],
    });
    expect(await eventsNamed("accounts/person.created", ids.ada)).toHaveLength(1);
  });

  it("changes the one whom a request made first, and greets nobody twice", async () => {
    const actor = { kind: "person", personId: ids.ada, sessionId: "sess_1" } as const;
    await ensurePerson(makeContext({ actor }), { id: ids.ada, email: "first@example.com", name: "" });
    expect(await apply(eventOf("user.created", userOf(ids.ada)))).toMatchObject({
      reason: "changed: email, name, avatarUrl",
    });
    expect(await eventsNamed("accounts/person.created", ids.ada)).toHaveLength(1);
  });

  it("is survived by a person without any address", async () => {
    await apply(
      eventOf("user.created", userOf(ids.ada, { email_addresses: [], first_name: null, last_name: null })),
    );
    expect(await personOf(db, ids.ada)).toMatchObject({ email: "", name: "" });
  });
});

describe("user.updated", () => {
  it("copies name, primary address and picture, and the audit row holds none of them", async () => {
    await saved(ids.ada);
    await saved(ids.ada, { first_name: "Adaeze", image_url: "", updated_at: second(5) });
    expect(await personOf(db, ids.ada)).toMatchObject({ name: "Adaeze Okafor", avatarUrl: null });
    const audits = await auditsOf(db, ids.ada);
    expect(audits).toEqual([
      { action: "person.updated", actorKind: "webhook", after: { changed: ["name", "avatarUrl"] } },
    ]);
    expect(JSON.stringify(audits)).not.toContain("Adaeze");
  });

  it("is ignored, with the reason, when it is older than what is known", async () => {
    await saved(ids.ada, { first_name: "New", updated_at: second(9) });
    const outcome = await saved(ids.ada, { first_name: "Old", updated_at: second(3) });
    expect(outcome).toMatchObject({ status: "ignored", reason: expect.stringContaining("older") });
    expect(await personOf(db, ids.ada)).toMatchObject({ name: "New Okafor" });
  });
});

describe("user.deleted", () => {
  it("ends the person's access at once: account, organizations and API keys; and says so to whoever erases", async () => {
    await joined(ids.ada, { role: "org:admin" });
    await joined(ids.ben, { role: "org:admin" });
    const standing = await findStanding(ids.ben);
    const personal = standing?.memberships[0];
    const team = standing?.memberships[1];
    const keys = [];
    for (const membership of [personal, team]) {
      const ctx = makeAccountContext({
        accountId: membership?.accountId ?? "",
        personId: ids.ben,
        role: membership?.role ?? "viewer",
      });
      keys.push(await createApiKey(ctx, { name: "CI", scopes: ["usage:read"], expiresAt: null }));
    }
    expect(await apply(eventOf("user.deleted", userGone(ids.ben)))).toMatchObject({ status: "handled" });
    expect(await findStanding(ids.ben)).toBeNull();
    expect(await stateOf(db, ids.org)).toMatchObject({ members: { [ids.ada]: "owner" } });
    const living = await db.owner`
      select from api_keys where id = any(${keys.map(({ id }) => id)}::uuid[]) and revoked_at is null`;
    expect(living).toHaveLength(0);
    expect(await eventsNamed("accounts/person.identity_deleted", ids.ben)).toEqual([
      { data: { personId: ids.ben, accountId: personal?.accountId } },
    ]);
    const [row] = await db.owner`select identity_deleted_at, deleted_at from people where id = ${ids.ben}`;
    expect(row).toMatchObject({ identity_deleted_at: expect.any(Date), deleted_at: expect.any(Date) });
    expect((await auditsOf(db, ids.ben)).map(({ action }) => action)).toContain("person.identity_deleted");
  });

  it("hands the organization of a deleted owner to the longest-standing admin", async () => {
    await joined(ids.ada, { role: "org:admin" });
    await joined(ids.cleo, { role: "org:member" });
    await joined(ids.ben, { role: "org:admin" });
    const outcome = await apply(eventOf("user.deleted", userGone(ids.ada)));
    expect(outcome.reason).toContain(`${ids.ben} became owner`);
    expect(await stateOf(db, ids.org)).toMatchObject({
      members: { [ids.ben]: "owner", [ids.cleo]: "member" },
    });
  });

  it("of a last owner without an admin to follow leaves the account as it is, and lets nobody in", async () => {
    await joined(ids.ada, { role: "org:admin" });
    await joined(ids.cleo, { role: "org:member" });
    const outcome = await apply(eventOf("user.deleted", userGone(ids.ada)));
    expect(outcome.reason).toContain("stays the last owner");
    expect(await findStanding(ids.ada)).toBeNull();
  });

  it("before user.created makes nobody, and nothing later brings them back", async () => {
    expect(await apply(eventOf("user.deleted", userGone(ids.ada)))).toMatchObject({ status: "handled" });
    expect(await apply(eventOf("user.created", userOf(ids.ada)))).toMatchObject({ status: "ignored" });
    expect(await joined(ids.ada)).toMatchObject({ status: "ignored" });
    const actor = { kind: "person", personId: ids.ada, sessionId: "sess_1" } as const;
    expect(await ensurePerson(makeContext({ actor }), { id: ids.ada, email: "", name: "" })).toBe(false);
    expect(await personOf(db, ids.ada)).toBeNull();
    expect(await findStanding(ids.ada)).toBeNull();
  });

  it("twice ends access once", async () => {
    await saved(ids.ada);
    await apply(eventOf("user.deleted", userGone(ids.ada)));
    expect(await apply(eventOf("user.deleted", userGone(ids.ada)))).toMatchObject({
      status: "ignored",
      reason: "was known already",
    });
    expect(await eventsNamed("accounts/person.identity_deleted", ids.ada)).toHaveLength(1);
  });
});

describe("organizations", () => {
  it("become accounts that nobody belongs to until a membership says so", async () => {
    await apply(eventOf("organization.created", organizationOf(ids.org, { created_by: ids.ada })));
    expect(await stateOf(db, ids.org)).toEqual({
      account: { name: "Larkfield Studio", isDeleted: false },
      members: {},
    });
  });

  it("are renamed by what is newer, and not by what is older", async () => {
    const named = (name: string, seconds: number) =>
      apply(eventOf("organization.updated", organizationOf(ids.org, { name, updated_at: second(seconds) })));
    await named("First", 1);
    await named("Third", 3);
    expect(await named("Second", 2)).toMatchObject({ status: "ignored" });
    expect(await stateOf(db, ids.org)).toMatchObject({ account: { name: "Third" } });
  });

  it("that are deleted let nobody in, and are not brought back by what comes late", async () => {
    await joined(ids.ada, { role: "org:admin" });
    await apply(eventOf("organization.deleted", organizationGone(ids.org)));
    expect(await stateOf(db, ids.org)).toMatchObject({ account: { isDeleted: true } });
    expect((await findStanding(ids.ada))?.memberships).toHaveLength(1);
    expect(await apply(eventOf("organization.updated", organizationOf(ids.org)))).toMatchObject({
      status: "ignored",
    });
    expect(await joined(ids.ben)).toMatchObject({ status: "ignored" });
    const queued = await db.owner`select data from outbox where name = 'accounts/account.identity_deleted'
      and data ->> 'accountId' in (select id::text from accounts where identity_organization_id = ${ids.org})`;
    expect(queued).toHaveLength(1);
  });

  it("that were deleted before they were created are not made", async () => {
    await apply(eventOf("organization.deleted", organizationGone(ids.org)));
    expect(await apply(eventOf("organization.created", organizationOf(ids.org)))).toMatchObject({
      status: "ignored",
    });
    expect((await stateOf(db, ids.org)).account).toBeNull();
  });
});

describe("memberships", () => {
  it.each([
    ["org:admin", "admin"],
    ["org:member", "member"],
    ["org:billing", "billing"],
    ["org:viewer", "viewer"],
    ["org:owner", "owner"],
  ])("as %s make a member who is %s", async (identityRole, role) => {
    await joined(ids.ada, { role: "org:admin" });
    await joined(ids.ben, { role: identityRole });
    expect(await stateOf(db, ids.org)).toMatchObject({ members: { [ids.ben]: role } });
  });

  it("make the creator, who is admin there, the owner here", async () => {
    expect(await joined(ids.ada, { role: "org:admin" })).toMatchObject({ reason: "joined as owner" });
  });

  it("as a role that is not known let nobody in, with the reason", async () => {
    await joined(ids.ada, { role: "org:admin" });
    expect(await joined(ids.ben, { role: "org:contractor" })).toMatchObject({
      status: "ignored",
      reason: "the role org:contractor is not known here: nobody was let in",
    });
    expect((await stateOf(db, ids.org)).members).toEqual({ [ids.ada]: "owner" });
  });

  it("that change to a role that is not known leave the member with the least, never with what they had", async () => {
    await joined(ids.ada, { role: "org:admin" });
    await joined(ids.ben, { role: "org:admin" });
    const organization = organizationOf(ids.org, { created_by: ids.ada });
    const outcome = await apply(
      eventOf(
        "organizationMembership.updated",
        membershipOf(organization, ids.ben, { role: "org:contractor", updated_at: second(4) }),
      ),
    );
    expect(outcome.reason).toContain("org:contractor is not known here");
    expect(await stateOf(db, ids.org)).toMatchObject({ members: { [ids.ben]: "viewer" } });
  });

  it("let in whoever the identity lets in, and flag it when the plan has no seat", async () => {
    const [account] = await db.owner<{ limit: number }[]>`
      select limit_value as limit from plan_limits where tier_key = 'free' and feature = 'seats'`;
    const limit = Number(account?.limit);
    const reasons = [];
    for (let each = 0; each <= limit; each += 1) {
      reasons.push((await joined(`${ids.ben}_${each}`, { role: "org:admin" })).reason);
    }
    expect(reasons.slice(0, limit).join()).not.toContain("seats");
    expect(reasons[limit]).toContain(`over the plan's seats: ${limit + 1} of ${limit}`);
    expect(Object.keys((await stateOf(db, ids.org)).members)).toHaveLength(limit + 1);
  });

  it("bring a person who is not known yet, whose own event then says more", async () => {
    await joined(ids.ben);
    expect(await personOf(db, ids.ben)).toMatchObject({ name: "Ada Okafor" });
    await saved(ids.ben, { first_name: "Ben", updated_at: second(-100) });
    expect(await personOf(db, ids.ben)).toMatchObject({ name: "Ben Okafor" });
  });

  it("leave a role that was given here alone until the identity's role changes", async () => {
    const organization = organizationOf(ids.org, { created_by: ids.ada });
    const said = (role: string, seconds: number) =>
      apply(
        eventOf(
          "organizationMembership.updated",
          membershipOf(organization, ids.ben, { role, updated_at: second(seconds) }),
        ),
      );
    await joined(ids.ada, { role: "org:admin" });
    await joined(ids.ben);
    await db.owner`update members set role = 'billing' where person_id = ${ids.ben} and identity_role is not null`;
    expect(await said("org:member", 1)).toMatchObject({ reason: expect.stringContaining("the same role") });
    expect(await stateOf(db, ids.org)).toMatchObject({ members: { [ids.ben]: "billing" } });
    await said("org:admin", 2);
    expect(await stateOf(db, ids.org)).toMatchObject({ members: { [ids.ben]: "admin" } });
  });

  it("that end take the member out with the keys they made", async () => {
    const organization = organizationOf(ids.org, { created_by: ids.ada });
    await joined(ids.ada, { role: "org:admin" });
    await joined(ids.ben);
    const team = (await findStanding(ids.ben))?.memberships[1];
    const ctx = makeAccountContext({ accountId: team?.accountId ?? "", personId: ids.ben, role: "member" });
    const key = await createApiKey(ctx, { name: "CI", scopes: ["usage:read"], expiresAt: null });
    await apply(eventOf("organizationMembership.deleted", membershipOf(organization, ids.ben)));
    expect((await stateOf(db, ids.org)).members).toEqual({ [ids.ada]: "owner" });
    const [row] = await db.owner`select revoked_at from api_keys where id = ${key.id}`;
    expect(row?.["revoked_at"]).toBeInstanceOf(Date);
    expect((await auditsOf(db, ids.ben)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(["member.joined", "member.removed"]),
    );
  });

  it("do not end for whoever came by an invitation of ours", async () => {
    const organization = organizationOf(ids.org, { created_by: ids.ada });
    await joined(ids.ada, { role: "org:admin" });
    await saved(ids.ben);
    await db.owner`
      insert into members (account_id, person_id, role)
      select id, ${ids.ben}, 'billing' from accounts where identity_organization_id = ${ids.org}`;
    expect(
      await apply(eventOf("organizationMembership.deleted", membershipOf(organization, ids.ben))),
    ).toMatchObject({ status: "ignored" });
    expect(await stateOf(db, ids.org)).toMatchObject({ members: { [ids.ben]: "billing" } });
  });

  it("keep the account an owner: a lone owner who is made a member stays until somebody follows", async () => {
    const organization = organizationOf(ids.org, { created_by: ids.ada });
    await joined(ids.ada, { role: "org:admin" });
    const demoted = membershipOf(organization, ids.ada, { role: "org:member", updated_at: second(1) });
    const outcome = await apply(eventOf("organizationMembership.updated", demoted));
    expect(outcome.reason).toContain("stays the last owner");
    expect((await stateOf(db, ids.org)).members).toEqual({ [ids.ada]: "owner" });
    await joined(ids.ben, { role: "org:admin" });
    expect((await stateOf(db, ids.org)).members).toEqual({ [ids.ada]: "member", [ids.ben]: "owner" });
  });
});

describe("session.ended, removed and revoked", () => {
  it.each(["session.ended", "session.removed", "session.revoked"])("%s is handled", async (type) => {
    expect(await apply(eventOf(type, sessionOf("sess_over", ids.ada)))).toMatchObject({ status: "handled" });
  });
});
