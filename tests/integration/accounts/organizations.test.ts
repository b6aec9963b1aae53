import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findStanding } from "@/lib/accounts/accounts-repository";
import { createOrganization, MOST_OWNED_ORGANIZATIONS } from "@/lib/accounts/actions/create-organization";
import { updateAccount } from "@/lib/accounts/actions/update-account";
import * as slugs from "@/lib/accounts/compute/compute-slug";
import { roleSchema } from "@/lib/accounts/permissions";
import { getAccount } from "@/lib/accounts/queries/get-account";
import { listAccounts } from "@/lib/accounts/queries/list-accounts";
import type { Context } from "@/lib/platform/context";
import { makeAccountContext, makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertMember, insertNewMember, insertPerson } from "@/tests/support/people";

const SOLD = ["usd", "gbp", "inr"];
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(() => void vi.restoreAllMocks());

const asPerson = (personId: string): Context =>
  makeContext({ actor: { kind: "person", personId, sessionId: "sess_test" } });
const auditOf = (accountId: string) =>
  db.owner`select action, actor_id, before, after from audit_log where account_id = ${accountId} order by id`;
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error("It was accepted.");
    },
    (error: { status: number; code: string; message: string }) => error,
  );

describe("creating an organization", () => {
  test("makes the account, its owner and its audit row together", async () => {
    const personId = await insertPerson(db.owner);
    const made = await createOrganization(asPerson(personId), { name: "Larkfield Studio" }, SOLD);
    expect(made).toMatchObject({
      name: "Larkfield Studio",
      kind: "organization",
      currency: "usd",
      role: "owner",
    });
    expect(made.slug).toMatch(/^larkfield-studio-[0-9a-z]{6}$/);
    expect((await findStanding(personId))?.memberships).toMatchObject([
      { accountId: made.id, accountSlug: made.slug, role: "owner" },
    ]);
    expect(await auditOf(made.id)).toEqual([
      {
        action: "account.created",
        actor_id: personId,
        before: null,
        after: { kind: "organization", name: "Larkfield Studio", currency: "usd" },
      },
    ]);
  });

  test("takes a currency that is sold in and refuses another", async () => {
    const ctx = asPerson(await insertPerson(db.owner));
    expect(await createOrganization(ctx, { name: "Pound", currency: "gbp" }, SOLD)).toMatchObject({
      currency: "gbp",
    });
    expect(await refusal(createOrganization(ctx, { name: "Krone", currency: "sek" }, SOLD))).toMatchObject({
      status: 400,
      code: "INVALID_REQUEST",
    });
  });

  test("finds another address when the first is taken, even by a request at the same moment", async () => {
    const taken = (await createOrganization(asPerson(await insertPerson(db.owner)), { name: "Twin" }, SOLD))
      .slug;
    const compute = slugs.computeSlug;
    const rivals = await Promise.all([
      insertPerson(db.owner),
      insertPerson(db.owner),
      insertPerson(db.owner),
    ]);
    // Four of them lead nowhere, so that even a rival who meets them all has a try left.
    const offered = [taken, taken, taken, "twin-aaaaaa", "twin-aaaaaa"];
    vi.spyOn(slugs, "computeSlug").mockImplementation((name) => offered.shift() ?? compute(name));
    const made = await Promise.all(
      rivals.map((personId) => createOrganization(asPerson(personId), { name: "Twin" }, SOLD)),
    );
    const all = [taken, ...made.map(({ slug }) => slug)];
    expect(new Set(all).size).toBe(4);
    expect(all).toContain("twin-aaaaaa");
  });

  test("stops at the number that one person may own, also when all are asked for at once", async () => {
    const personId = await insertPerson(db.owner);
    const asked = Array.from({ length: MOST_OWNED_ORGANIZATIONS + 3 }, (_, index) =>
      createOrganization(asPerson(personId), { name: `Studio ${index}` }, SOLD),
    );
    const results = await Promise.allSettled(asked);
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refusals).toHaveLength(3);
    for (const reason of refusals) expect(reason).toMatchObject({ status: 422, code: "ORGANIZATION_LIMIT" });
    expect((await findStanding(personId))?.memberships).toHaveLength(MOST_OWNED_ORGANIZATIONS);

    // A deleted one makes room; being a mere member elsewhere takes none.
    const [first] = (await findStanding(personId))?.memberships ?? [];
    await db.owner`update accounts set deleted_at = now() where id = ${first?.accountId ?? ""}`;
    await createOrganization(asPerson(personId), { name: "One more" }, SOLD);
  });

  test("is not for people who are deleted, nor for anything but people", async () => {
    const personId = await insertPerson(db.owner);
    await db.owner`update people set deleted_at = now() where id = ${personId}`;
    expect(await refusal(createOrganization(asPerson(personId), { name: "Ghost" }, SOLD))).toMatchObject({
      status: 401,
    });
    expect(await refusal(createOrganization(makeContext(), { name: "Machine" }, SOLD))).toMatchObject({
      status: 403,
    });
    expect(await db.owner`select from accounts where name in ('Ghost', 'Machine')`).toHaveLength(0);
  });
});

describe("the accounts of a person", () => {
  test("are listed with the role in each, and a stranger's are not", async () => {
    const personId = await insertPerson(db.owner);
    const own = await createOrganization(asPerson(personId), { name: "Own" }, SOLD);
    const other = await createOrganization(asPerson(await insertPerson(db.owner)), { name: "Other" }, SOLD);
    await createOrganization(asPerson(await insertPerson(db.owner)), { name: "Foreign" }, SOLD);
    await insertMember(db.owner, other.id, personId, "viewer");
    expect(await listAccounts(asPerson(personId))).toEqual([
      { ...other, role: "viewer" },
      { ...own, role: "owner" },
    ]);
  });
});

describe("renaming an account", () => {
  test("is for owners and admins; the address stays, and the log says from what to what", async () => {
    const owner = await insertPerson(db.owner);
    const { id, slug } = await createOrganization(asPerson(owner), { name: "Before" }, SOLD);
    for (const role of roleSchema.options) {
      const personId = await insertNewMember(db.owner, id, role);
      const ctx = makeAccountContext({ accountId: id, personId, role });
      const name = `Renamed by ${role}`;
      if (role === "owner" || role === "admin") {
        expect(await updateAccount(ctx, { name })).toMatchObject({ id, name, slug, role });
        expect(await updateAccount(ctx, { name })).toMatchObject({ name });
      } else {
        expect(await refusal(updateAccount(ctx, { name }))).toMatchObject({ status: 403, code: "FORBIDDEN" });
      }
      expect(await getAccount(ctx)).toMatchObject({ id, slug, role });
    }
    expect((await auditOf(id)).slice(1)).toMatchObject([
      { action: "account.renamed", before: { name: "Before" }, after: { name: "Renamed by owner" } },
      {
        action: "account.renamed",
        before: { name: "Renamed by owner" },
        after: { name: "Renamed by admin" },
      },
    ]);
  });

  test("of a person leaves no name of a person in the log", async () => {
    const personId = await insertPerson(db.owner);
    const [account] = await db.owner<{ id: string }[]>`
      insert into accounts (kind, personal_person_id, name, slug)
      values ('personal', ${personId}, 'Zoe Private', ${`zoe-${personId.slice(-12)}`}) returning id`;
    const id = account?.id ?? "";
    await insertMember(db.owner, id, personId, "owner");
    await updateAccount(makeAccountContext({ accountId: id, personId, role: "owner" }), {
      name: "Zoe Public",
    });
    expect(await auditOf(id)).toEqual([
      { action: "account.renamed", actor_id: personId, before: null, after: null },
    ]);
  });
});
