import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ensurePerson, updateIdentityPerson } from "@/lib/accounts";
import { identityProvider } from "@/lib/accounts/identity/provider";
import { storePersonFacts } from "@/lib/accounts/identity/repository";
import { database } from "@/lib/platform/db";
import * as queue from "@/lib/platform/inngest";
import { makeContext } from "@/tests/support/context";
import { type RunningIdentity, startLocalIdentity } from "@/tests/support/local-identity";

let identity: RunningIdentity;
beforeAll(async () => {
  identity = await startLocalIdentity();
});
afterAll(() => identity.stop());
beforeEach(() => void vi.spyOn(queue, "sendToQueue").mockResolvedValue(undefined));

let people = 0;
async function signUp() {
  people += 1;
  const { person } = await identity.store.signInOrUp(`ada${people}@example.com`, "Ada Okafor");
  const actor = { kind: "person", personId: person.id, sessionId: "sess_1" } as const;
  const ctx = makeContext({ actor });
  await ensurePerson(ctx, person);
  return { person, ctx };
}
const rowOf = async (id: string) => {
  const [row] = await identity.database.owner`select name, email, avatar_url from people where id = ${id}`;
  return row;
};
const auditsOf = (id: string) =>
  identity.database.owner`
    select action, after, account_id is not null as "hasAccount" from audit_log
    where target_kind = 'person' and target_id = ${id}`;

describe("updateIdentityPerson", () => {
  test("changes the name at the identity and in our row, with an audit row that holds no name", async () => {
    const { person, ctx } = await signUp();
    expect(await updateIdentityPerson(ctx, { name: "Ada Berg" })).toMatchObject({ name: "Ada Berg" });
    expect(await identity.store.findPerson(person.id)).toMatchObject({
      name: "Ada Berg",
      email: person.email,
    });
    expect(await rowOf(person.id)).toMatchObject({ name: "Ada Berg", email: person.email });
    expect(await auditsOf(person.id)).toEqual([
      { action: "person.updated", after: { changed: ["name"] }, hasAccount: true },
    ]);
  });

  test("sets and removes the picture, and leaves the name alone", async () => {
    const { person, ctx } = await signUp();
    await updateIdentityPerson(ctx, { avatarUrl: "https://img.example/a.png" });
    expect(await rowOf(person.id)).toMatchObject({
      name: "Ada Okafor",
      avatar_url: "https://img.example/a.png",
    });
    await updateIdentityPerson(ctx, { avatarUrl: null });
    expect(await rowOf(person.id)).toMatchObject({ name: "Ada Okafor", avatar_url: null });
  });

  test("leaves no audit row when nothing changed", async () => {
    const { person, ctx } = await signUp();
    await updateIdentityPerson(ctx, { name: "Ada Okafor" });
    expect(await auditsOf(person.id)).toEqual([]);
  });

  test("changes nothing here when the identity refuses", async () => {
    const { person, ctx } = await signUp();
    await expect(updateIdentityPerson(ctx, { name: "" })).rejects.toMatchObject({ status: 422 });
    await expect(updateIdentityPerson(ctx, { avatarUrl: "javascript:alert(1)" })).rejects.toMatchObject({
      status: 422,
    });
    expect(await rowOf(person.id)).toMatchObject({ name: "Ada Okafor", avatar_url: null });
  });

  test("is for people: a key or a job has no profile", async () => {
    const ctx = makeContext({ actor: { kind: "api_key", apiKeyId: "key_1" } });
    await expect(updateIdentityPerson(ctx, { name: "X" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("what the identity says", () => {
  test("holds by its own time, in whatever order it arrives", async () => {
    const { person } = await signUp();
    const first = await identityProvider().updatePerson(person.id, { name: "First" });
    const second = await identityProvider().updatePerson(person.id, { name: "Second" });
    expect(second.updatedAt > first.updatedAt).toBe(true);
    expect(await storePersonFacts(database(), second)).toEqual(["name"]);
    expect(await storePersonFacts(database(), first)).toBeNull();
    expect(await storePersonFacts(database(), second)).toEqual([]);
    expect(await rowOf(person.id)).toMatchObject({ name: "Second" });
  });

  test("ends as the latest of twenty that arrive at once", async () => {
    const { person } = await signUp();
    const said = [];
    for (let turn = 0; turn < 20; turn += 1) {
      said.push(await identityProvider().updatePerson(person.id, { name: `Name ${turn}` }));
    }
    await Promise.all(said.reverse().map((facts) => storePersonFacts(database(), facts)));
    expect(await rowOf(person.id)).toMatchObject({ name: "Name 19" });
  });
});
