import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "@/lib/accounts/permissions";
import { acceptInvitation } from "@/lib/accounts/teams/actions/accept-invitation";
import { changeRole } from "@/lib/accounts/teams/actions/change-role";
import { inviteMember } from "@/lib/accounts/teams/actions/invite-member";
import { pruneInvitations } from "@/lib/accounts/teams/actions/prune-invitations";
import { removeMember } from "@/lib/accounts/teams/actions/remove-member";
import { resendInvitation } from "@/lib/accounts/teams/actions/resend-invitation";
import { revokeInvitation } from "@/lib/accounts/teams/actions/revoke-invitation";
import { listInvitations } from "@/lib/accounts/teams/queries/list-invitations";
import { lookAtInvitation } from "@/lib/accounts/teams/queries/look-at-invitation";
import { inviteBody } from "@/lib/accounts/teams/schemas";
import { hashSecret } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { readSeats } from "@/lib/usage";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { publishShippedCatalog } from "../usage/support/seed";
import { keepMailIn, makeTeam, newAddress, type Teammate, type TestTeam } from "./support/team";

const DAY = 24 * 3_600_000;
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

const notFound = { status: 404, code: "NOT_FOUND", message: "The invitation was not found." };
const accept = (who: { ctx: Parameters<typeof acceptInvitation>[0] }, token: string) =>
  acceptInvitation(who.ctx, token, readSeats);
const open = async (email: string, role: "admin" | "viewer" = "viewer") => {
  const sent = await team.invite(owner, email, role);
  return { ...sent, token: await team.tokenOf(sent.id) };
};

describe("inviting", () => {
  test.each<[Role, boolean]>([
    ["owner", true],
    ["admin", true],
    ["billing", false],
    ["member", false],
    ["viewer", false],
  ])("as %s: %s, and likewise sending again and withdrawing", async (role, may) => {
    const { id } = await team.invite(owner, newAddress());
    const by = await team.join(role);
    const acts = [
      () => team.invite(by, newAddress(), "admin"),
      () => resendInvitation(by.as, id, readSeats),
      () => revokeInvitation(by.as, id),
      () => listInvitations(by.as),
    ];
    for (const act of acts) {
      if (may) await expect(act()).resolves.toBeDefined();
      else await expect(act()).rejects.toMatchObject({ status: 403, code: "FORBIDDEN" });
    }
  });

  test("stores the hash of the token alone, and lets nobody be invited as owner", async () => {
    const { id, token } = await open(newAddress());
    expect(token).toMatch(/^[0-9A-Za-z]{32}$/);
    const [row] = await db.owner`select token_hash from invitations where id = ${id}`;
    expect(row?.["token_hash"]).toEqual(hashSecret(token, env().keyPepper));
    const [dump] = await db.owner<{ text: string }[]>`
      select string_agg(line, ' ') as text from (
        select i::text as line from invitations i union all select a::text from audit_log a union all select o::text from outbox o
      ) everything`;
    expect(dump?.text).not.toContain(token);
    expect(inviteBody.safeParse({ email: newAddress(), role: "owner" }).success).toBe(false);
  });

  test("is recorded without the address", async () => {
    const email = newAddress();
    const { id } = await open(email);
    const audits = await team.audits();
    expect(audits.map(({ action, targetId }) => [action, targetId])).toEqual([["invitation.sent", id]]);
    expect(JSON.stringify(audits)).not.toContain(email);
  });

  test("the same address twice is refused, in whichever letters, also at once", async () => {
    const email = newAddress();
    await team.invite(owner, email);
    const again = inviteBody.parse({ email: email.toUpperCase(), role: "admin" });
    await expect(inviteMember(owner.as, again, readSeats)).rejects.toMatchObject({ code: "INVITATION_OPEN" });
    const other = newAddress();
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => inviteMember(owner.as, { email: other, role: "member" }, readSeats)),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(
      db.owner`
        insert into invitations (account_id, email, role, token_hash, invited_by, created_at, sent_at, expires_at)
        values (${team.id}, ${email}, 'viewer', sha256('x'), ${owner.personId}, now(), now(), now() + interval '1 day')`,
    ).rejects.toThrow(/invitations_account_id_email_idx/);
  });

  test("somebody who belongs already is refused", async () => {
    const member = await team.join("member");
    await expect(team.invite(owner, member.email)).rejects.toMatchObject({
      status: 422,
      code: "ALREADY_MEMBER",
    });
  });

  test("an address whose invitation expired replaces the old one", async () => {
    const email = newAddress();
    const old = await open(email);
    team.clock.advance(7 * DAY);
    const fresh = await team.invite(owner, email, "admin");
    expect((await listInvitations(owner.as)).invitations.map(({ id }) => id)).toEqual([fresh.id]);
    const guest = await team.somebody(email);
    await expect(accept(guest, old.token)).rejects.toMatchObject({ code: "INVITATION_REVOKED" });
  });

  test("into a personal account is refused", async () => {
    await db.owner`
      update accounts set kind = 'personal', personal_person_id = ${owner.personId} where id = ${team.id}`;
    await expect(team.invite(owner, newAddress())).rejects.toMatchObject({
      status: 422,
      code: "PERSONAL_ACCOUNT",
    });
  });

  test("writes to one address five times a day at most, from whichever account", async () => {
    const email = newAddress();
    const { id } = await team.invite(owner, email);
    for (let time = 0; time < 3; time += 1) await resendInvitation(owner.as, id, readSeats);
    const other = await makeTeam(db.owner);
    const otherOwner = await other.join("owner");
    await other.invite(otherOwner, email);
    await expect(resendInvitation(owner.as, id, readSeats)).rejects.toMatchObject({
      status: 429,
      code: "RATE_LIMITED",
    });
    expect(await team.events()).toHaveLength(4);
  });

  test("writes fifty times an hour at most for one account", async () => {
    for (let sent = 0; sent < 50; sent += 1) await team.invite(owner, newAddress());
    await expect(team.invite(owner, newAddress())).rejects.toMatchObject({ status: 429 });
  });
});

describe("accepting", () => {
  test("makes the invited person a member with the role, once, recorded and told", async () => {
    const guest = await team.somebody();
    const { id, token } = await open(guest.email, "admin");
    await expect(accept(guest, token)).resolves.toEqual({
      accountId: team.id,
      accountName: team.name,
      accountSlug: `a${team.id}`,
      role: "admin",
      alreadyMember: false,
    });
    expect((await team.roles())[guest.personId]).toBe("admin");
    expect((await team.audits()).at(-1)).toEqual({
      action: "member.joined",
      targetId: guest.personId,
      actorId: guest.personId,
      after: { role: "admin", invitationId: id },
    });
    expect((await team.events()).at(-1)?.name).toBe("accounts/member.joined");
    await expect(accept(guest, token)).resolves.toMatchObject({ alreadyMember: true, role: "admin" });
    expect(await team.audits()).toHaveLength(2);
  });

  test("twenty times at once joins once", async () => {
    const guest = await team.somebody();
    const { token } = await open(guest.email);
    const results = await Promise.all(Array.from({ length: 20 }, () => accept(guest, token)));
    expect(results.filter(({ alreadyMember }) => !alreadyMember)).toHaveLength(1);
    expect((await team.audits()).filter(({ action }) => action === "member.joined")).toHaveLength(1);
  });

  test("with another address is refused, and says which is needed without giving it away", async () => {
    const { token } = await open("jonas@weber.example");
    const other = await team.somebody();
    const refusal = await accept(other, token).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 422, code: "WRONG_ADDRESS" });
    expect(String(refusal)).toContain("j•••@weber.example");
    expect(String(refusal)).not.toContain("jonas");
    expect(await team.roles()).toEqual({ [owner.personId]: "owner" });
  });

  test("works until the instant of expiry, and not at it", async () => {
    const [early, late] = [await team.somebody(), await team.somebody()];
    const [first, second] = [await open(early.email), await open(late.email)];
    team.clock.advance(7 * DAY - 1);
    await expect(accept(early, first.token)).resolves.toBeDefined();
    team.clock.advance(1);
    await expect(accept(late, second.token)).rejects.toMatchObject({
      status: 422,
      code: "INVITATION_EXPIRED",
    });
  });

  test("after it was withdrawn is refused, and withdrawing twice is the same as once", async () => {
    const guest = await team.somebody();
    const { id, token } = await open(guest.email);
    const first = await revokeInvitation(owner.as, id);
    team.clock.advance(1_000);
    expect(await revokeInvitation(owner.as, id)).toEqual(first);
    await expect(accept(guest, token)).rejects.toMatchObject({ code: "INVITATION_REVOKED" });
    await expect(resendInvitation(owner.as, id, readSeats)).rejects.toMatchObject(notFound);
  });

  test("by somebody who was removed since does not bring them back", async () => {
    const guest = await team.somebody();
    const { token } = await open(guest.email);
    await accept(guest, token);
    await removeMember(owner.as, guest.personId);
    await expect(accept(guest, token)).rejects.toMatchObject({ status: 422, code: "INVITATION_USED" });
    expect(await team.roles()).toEqual({ [owner.personId]: "owner" });
  });

  test("by a member leaves their role as it is, and uses the invitation up", async () => {
    const guest = await team.somebody();
    const { token } = await open(guest.email, "viewer");
    await db.owner`insert into members (account_id, person_id, role) values (${team.id}, ${guest.personId}, 'admin')`;
    await expect(accept(guest, token)).resolves.toMatchObject({ role: "admin", alreadyMember: true });
    expect((await listInvitations(owner.as)).invitations).toEqual([]);
  });

  test("with a token that never was, was replaced, or is of a deleted account: one and the same 404", async () => {
    const guest = await team.somebody();
    const { id, token } = await open(guest.email);
    await resendInvitation(owner.as, id, readSeats);
    for (const bad of ["", "nonsense", "0".repeat(32), "ä".repeat(32), token]) {
      await expect(accept(guest, bad)).rejects.toMatchObject(notFound);
      await expect(lookAtInvitation(guest.ctx, bad)).rejects.toMatchObject(notFound);
    }
    const current = await team.tokenOf(id);
    await db.owner`update accounts set deleted_at = now() where id = ${team.id}`;
    await expect(accept(guest, current)).rejects.toMatchObject(notFound);
    await expect(lookAtInvitation(guest.ctx, current)).rejects.toMatchObject(notFound);
  });

  test("needs a signed-in person", async () => {
    const { token } = await open(newAddress());
    await expect(acceptInvitation(makeContext(), token, readSeats)).rejects.toMatchObject({ status: 401 });
  });
});

describe("sending again", () => {
  test("kills the old link and gives seven new days", async () => {
    const guest = await team.somebody();
    const { id, token } = await open(guest.email);
    team.clock.advance(8 * DAY);
    const again = await resendInvitation(owner.as, id, readSeats);
    expect(new Date(again.expiresAt).getTime()).toBe(team.clock.now().getTime() + 7 * DAY);
    await expect(accept(guest, token)).rejects.toMatchObject(notFound);
    await expect(accept(guest, await team.tokenOf(id))).resolves.toMatchObject({ alreadyMember: false });
    await expect(resendInvitation(owner.as, id, readSeats)).rejects.toMatchObject(notFound);
    await expect(revokeInvitation(owner.as, id)).rejects.toMatchObject(notFound);
  });

  test("or withdrawing what is another account's is a 404", async () => {
    const { id } = await open(newAddress());
    const stranger = await (await makeTeam(db.owner)).join("owner");
    for (const wanted of [id, newId()]) {
      await expect(resendInvitation(stranger.as, wanted, readSeats)).rejects.toMatchObject(notFound);
      await expect(revokeInvitation(stranger.as, wanted)).rejects.toMatchObject(notFound);
    }
  });
});

describe("looking", () => {
  test("shows the bearer of the link who invites to what, and nobody the address", async () => {
    const { token } = await open("jonas@weber.example", "admin");
    const look = await lookAtInvitation(makeContext({ clock: team.clock }), token);
    expect(look).toMatchObject({
      state: "open",
      accountName: team.name,
      role: "admin",
      emailHint: "j•••@weber.example",
      isInvited: false,
      joinedSlug: null,
    });
    expect(JSON.stringify(look)).not.toContain("jonas");
  });

  test("tells the invited person that it is theirs, and a member that they belong", async () => {
    const guest = await team.somebody();
    const { token } = await open(guest.email);
    expect(await lookAtInvitation(guest.ctx, token)).toMatchObject({ isInvited: true, joinedSlug: null });
    await accept(guest, token);
    expect(await lookAtInvitation(guest.ctx, token)).toMatchObject({
      state: "used",
      joinedSlug: `a${team.id}`,
    });
  });

  test("tells what became of it", async () => {
    const { id, token } = await open(newAddress());
    const look = async () => (await lookAtInvitation(makeContext({ clock: team.clock }), token)).state;
    team.clock.advance(7 * DAY);
    expect(await look()).toBe("expired");
    await revokeInvitation(owner.as, id);
    expect(await look()).toBe("revoked");
  });
});

describe("the list", () => {
  test("pages through what waits, newest first, and marks what expired", async () => {
    const first = await open(newAddress());
    team.clock.advance(6 * DAY);
    const second = await open(newAddress());
    team.clock.advance(2 * DAY);
    const third = await open(newAddress());
    const page = await listInvitations(owner.as, { limit: 2 });
    expect(page.invitations.map(({ id, state }) => [id, state])).toEqual([
      [third.id, "open"],
      [second.id, "open"],
    ]);
    expect(page.hasMore).toBe(true);
    const rest = await listInvitations(owner.as, { limit: 2, startingAfter: second.id });
    expect(rest).toMatchObject({ invitations: [{ id: first.id, state: "expired" }], hasMore: false });
    await expect(listInvitations(owner.as, { startingAfter: newId() })).rejects.toMatchObject({
      status: 400,
    });
  });
});

test("invitations are forgotten three months after they closed or expired, and not a moment before", async () => {
  const guest = await team.somebody();
  const accepted = await open(guest.email);
  await accept(guest, accepted.token);
  const expiring = await open(newAddress());
  const revoked = await open(newAddress());
  team.clock.advance(DAY);
  await revokeInvitation(owner.as, revoked.id);
  const left = async () => {
    await pruneInvitations(team.clock);
    const rows = await db.owner<{ id: string }[]>`
      select id from invitations where account_id = ${team.id} order by id`;
    return rows.map(({ id }) => id);
  };
  team.clock.advance(89 * DAY);
  expect(await left()).toEqual([accepted.id, expiring.id, revoked.id]);
  team.clock.advance(1);
  expect(await left()).toEqual([expiring.id, revoked.id]);
  team.clock.advance(DAY);
  expect(await left()).toEqual([expiring.id]);
  team.clock.advance(6 * DAY);
  expect(await left()).toEqual([]);
});

test("an admin who was demoted while inviting is refused by what they are now", async () => {
  const admin = await team.join("admin");
  await changeRole(owner.as, admin.personId, "viewer");
  await expect(team.invite(admin, newAddress())).rejects.toMatchObject({ status: 403, code: "FORBIDDEN" });
});
