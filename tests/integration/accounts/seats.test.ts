import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { acceptInvitation } from "@/lib/accounts/teams/actions/accept-invitation";
import { removeMember } from "@/lib/accounts/teams/actions/remove-member";
import { resendInvitation } from "@/lib/accounts/teams/actions/resend-invitation";
import { revokeInvitation } from "@/lib/accounts/teams/actions/revoke-invitation";
import { checkUsage, getUsageOverview, readSeats } from "@/lib/usage";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { publishShippedCatalog } from "../usage/support/seed";
import { keepMailIn, makeTeam, newAddress, type Teammate, type TestTeam } from "./support/team";

const DAY = 24 * 3_600_000;
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await publishShippedCatalog();
});
afterAll(() => db.drop());
beforeEach(() => keepMailIn());

const taken = (used: number, limit: number) => ({
  status: 422,
  code: "SEATS_TAKEN",
  details: { feature: "seats", used, limit },
});
async function start(seats: number | null): Promise<{ team: TestTeam; owner: Teammate }> {
  const team = await makeTeam(db.owner, { seats });
  return { team, owner: await team.join("owner") };
}
const setSeats = (team: TestTeam, seats: number) =>
  db.owner`update account_limits set limit_value = ${seats} where account_id = ${team.id} and feature = 'seats'`;
async function inviteSomebody(team: TestTeam, owner: Teammate) {
  const guest = await team.somebody();
  const { id } = await team.invite(owner, guest.email);
  return { id, guest, join: async () => acceptInvitation(guest.ctx, await team.tokenOf(id), readSeats) };
}

describe("seats", () => {
  test("are held by members and by open invitations together", async () => {
    const { team, owner } = await start(3);
    await team.join("viewer");
    await team.invite(owner, newAddress());
    await expect(team.invite(owner, newAddress())).rejects.toMatchObject(taken(3, 3));
  });

  test("are free again when an invitation is withdrawn or expires, and when a member goes", async () => {
    const { team, owner } = await start(2);
    const { id } = await team.invite(owner, newAddress());
    await revokeInvitation(owner.as, id);
    const second = await inviteSomebody(team, owner);
    team.clock.advance(7 * DAY);
    const third = await inviteSomebody(team, owner);
    await expect(resendInvitation(owner.as, second.id, readSeats)).rejects.toMatchObject(taken(2, 2));
    await third.join();
    await expect(team.invite(owner, newAddress())).rejects.toMatchObject(taken(2, 2));
    await removeMember(owner.as, third.guest.personId);
    await expect(resendInvitation(owner.as, second.id, readSeats)).resolves.toBeDefined();
  });

  test("do not count an invitation twice when it is sent again", async () => {
    const { team, owner } = await start(2);
    const { id } = await team.invite(owner, newAddress());
    await expect(resendInvitation(owner.as, id, readSeats)).resolves.toBeDefined();
  });

  test("without a limit are never taken", async () => {
    const { team, owner } = await start(null);
    for (let seat = 0; seat < 12; seat += 1) await (await inviteSomebody(team, owner)).join();
    expect(Object.keys(await team.roles())).toHaveLength(13);
  });

  test("that a smaller plan no longer has leave everybody in and nobody new", async () => {
    const { team, owner } = await start(10);
    await team.join("member");
    await team.join("member");
    const invited = await inviteSomebody(team, owner);
    await setSeats(team, 1);
    expect(Object.keys(await team.roles())).toHaveLength(3);
    await expect(invited.join()).rejects.toMatchObject(taken(3, 1));
    await expect(team.invite(owner, newAddress())).rejects.toMatchObject(taken(4, 1));
    await setSeats(team, 4);
    await expect(invited.join()).resolves.toMatchObject({ alreadyMember: false });
  });

  test("go to exactly three of twenty who accept at once when three are free", async () => {
    const { team, owner } = await start(30);
    const invited = await Promise.all(Array.from({ length: 20 }, () => inviteSomebody(team, owner)));
    await setSeats(team, 4);
    const results = await Promise.allSettled(invited.map(({ join }) => join()));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject(taken(4, 4));
    }
    expect(Object.keys(await team.roles())).toHaveLength(4);
  });

  test("go to exactly three of twenty who are invited at once when three are free", async () => {
    const { team, owner } = await start(4);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => team.invite(owner, newAddress())),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  });

  test("read the same from the gauge, the overview and the check", async () => {
    const { team, owner } = await start(3);
    await team.join("viewer");
    await team.invite(owner, newAddress());
    const { features } = await getUsageOverview(team.id, team.clock);
    expect(features.find(({ feature }) => feature === "seats")).toMatchObject({ used: 2, limit: 3 });
    expect(await checkUsage(owner.as, { feature: "seats", quantity: 1 })).toMatchObject({
      allowed: true,
      used: 2,
    });
    await team.join("viewer");
    expect(await checkUsage(owner.as, { feature: "seats", quantity: 1 })).toMatchObject({
      allowed: false,
      reason: "limit_reached",
    });
  });
});
