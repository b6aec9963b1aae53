import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "@/lib/accounts/teams/actions/accept-invitation";
import { readSeats } from "@/lib/usage";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { publishShippedCatalog } from "../usage/support/seed";
import { keepMailIn, makeTeam } from "./support/team";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await publishShippedCatalog();
  keepMailIn();
});
afterAll(() => db.drop());

test("somebody who is being erased while they accept joins nothing", async () => {
  const team = await makeTeam(db.owner);
  const owner = await team.join("owner");
  const guest = await team.somebody();
  const { id } = await team.invite(owner, guest.email, "viewer");
  const token = await team.tokenOf(id);
  let accepting: Promise<unknown> | undefined;
  await db.owner.begin(async (tx) => {
    await tx`update people set email = '', name = '', deleted_at = now() where id = ${guest.personId}`;
    accepting = acceptInvitation(guest.ctx, token, readSeats).then(
      () => "accepted",
      ({ code }: { code: string }) => code,
    );
    // It waits for the erasing to end, rather than going by what was there before.
    expect(await Promise.race([accepting, waitMs(200)])).toBe("waits");
  });
  expect(await accepting).toBe("UNAUTHENTICATED");
  expect(
    await db.owner`select from members where person_id = ${guest.personId} and account_id = ${team.id}`,
  ).toHaveLength(0);
});

const waitMs = (ms: number) => new Promise<string>((resolve) => setTimeout(() => resolve("waits"), ms));
