import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getAvatar } from "@/lib/accounts/profile/get-avatar";
import { getPreferences } from "@/lib/accounts/profile/get-preferences";
import { getProfile } from "@/lib/accounts/profile/get-profile";
import { removeAvatar } from "@/lib/accounts/profile/remove-avatar";
import { AVATAR_MAX_BYTES, DEFAULT_PREFERENCES } from "@/lib/accounts/profile/schemas";
import { setAvatar } from "@/lib/accounts/profile/set-avatar";
import { updatePreferences } from "@/lib/accounts/profile/update-preferences";
import type { Context } from "@/lib/platform/context";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount, insertMember, insertPerson } from "@/tests/support/people";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const contextOf = (personId: string): Context =>
  makeContext({ actor: { kind: "person", personId, sessionId: "sess_test" } });
async function newPerson(): Promise<{ id: string; ctx: Context }> {
  const id = await insertPerson(db.owner);
  return { id, ctx: contextOf(id) };
}
const auditsOf = (personId: string) =>
  db.owner`select account_id, actor_id, action, before, after from audit_log where target_id = ${personId} order by id`;

const png = (extra = ""): Buffer =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
    Buffer.from(`IHDR and what follows ${extra}`),
  ]);
const hashIn = (path: string): string => path.split("/").at(-1) ?? "";

describe("preferences", () => {
  test("are the defaults until something is chosen, and then what was chosen", async () => {
    const { id, ctx } = await newPerson();
    expect(await getPreferences(id)).toEqual(DEFAULT_PREFERENCES);
    await updatePreferences(ctx, { timeZone: "Asia/Kolkata", locale: "en-IN" });
    const wanted = { ...DEFAULT_PREFERENCES, timeZone: "Asia/Kolkata", locale: "en-IN", theme: "dark" };
    expect(await updatePreferences(ctx, { theme: "dark" })).toEqual(wanted);
    expect(await getPreferences(id)).toEqual(wanted);
    expect(await updatePreferences(ctx, { currency: "inr" })).toMatchObject({ currency: "inr" });
    expect(await updatePreferences(ctx, { currency: null })).toMatchObject({ currency: null });
  });

  test("of one person are nobody else's", async () => {
    const [one, other] = [await newPerson(), await newPerson()];
    await updatePreferences(one.ctx, { theme: "dark" });
    expect(await getPreferences(other.id)).toEqual(DEFAULT_PREFERENCES);
  });

  test("that are changed at once are all kept", async () => {
    const { id, ctx } = await newPerson();
    await Promise.all([
      updatePreferences(ctx, { theme: "dark" }),
      updatePreferences(ctx, { timeZone: "Asia/Tokyo" }),
      updatePreferences(ctx, { locale: "ja-JP" }),
      updatePreferences(ctx, { currency: "gbp" }),
    ]);
    expect(await getPreferences(id)).toEqual({
      locale: "ja-JP",
      timeZone: "Asia/Tokyo",
      currency: "gbp",
      theme: "dark",
    });
  });

  test("leave an audit row with the names of what changed, not the values, and none when nothing did", async () => {
    const { id, ctx } = await newPerson();
    await updatePreferences(ctx, { timeZone: "Europe/Berlin", theme: "system" });
    await updatePreferences(ctx, { timeZone: "Europe/Berlin" });
    expect(await auditsOf(id)).toEqual([
      {
        account_id: null,
        actor_id: id,
        action: "preferences.updated",
        before: null,
        after: { changed: ["timeZone"] },
      },
    ]);
  });

  test("that this version does not know fall back, each by itself", async () => {
    const { id } = await newPerson();
    await db.owner`
      insert into person_preferences (person_id, locale, time_zone, currency, theme)
      values (${id}, 'xx-XX', 'Mars/Olympus', 'chf', 'dark')`;
    expect(await getPreferences(id)).toEqual({ ...DEFAULT_PREFERENCES, theme: "dark" });
  });

  test("are a person's: a key has none", async () => {
    const ctx = makeContext({ actor: { kind: "api_key", apiKeyId: "key" } });
    await expect(updatePreferences(ctx, { theme: "dark" })).rejects.toMatchObject({ status: 403 });
  });
});

describe("a picture", () => {
  test("is kept, shown under its hash, replaced by the next and removed", async () => {
    const { id, ctx } = await newPerson();
    const { avatarUrl } = await setAvatar(ctx, png());
    expect(await getProfile(id)).toMatchObject({ avatarUrl });
    expect(await getAvatar(ctx, hashIn(avatarUrl))).toEqual({ contentType: "image/png", content: png() });
    const second = await setAvatar(ctx, png("another"));
    expect(second.avatarUrl).not.toBe(avatarUrl);
    await expect(getAvatar(ctx, hashIn(avatarUrl))).rejects.toMatchObject({ status: 404 });
    await removeAvatar(ctx);
    await removeAvatar(ctx);
    expect(await getProfile(id)).toMatchObject({ avatarUrl: null });
    expect((await auditsOf(id)).map(({ action }) => action)).toEqual([
      "avatar.updated",
      "avatar.updated",
      "avatar.removed",
    ]);
  });

  test("is seen by those who share an account with its owner, and by nobody else", async () => {
    const [owner, colleague, former, stranger] = await Promise.all(
      Array.from({ length: 4 }, () => newPerson()),
    );
    if (!owner || !colleague || !former || !stranger) throw new Error("four people were made");
    const accountId = await insertAccount(db.owner);
    await insertMember(db.owner, accountId, owner.id, "owner");
    await insertMember(db.owner, accountId, colleague.id, "viewer");
    const { avatarUrl } = await setAvatar(owner.ctx, png(owner.id));
    const hash = hashIn(avatarUrl);
    await expect(getAvatar(colleague.ctx, hash)).resolves.toBeDefined();
    for (const { ctx } of [former, stranger])
      await expect(getAvatar(ctx, hash)).rejects.toMatchObject({ status: 404 });
    await db.owner`update accounts set deleted_at = now() where id = ${accountId}`;
    await expect(getAvatar(colleague.ctx, hash)).rejects.toMatchObject({ status: 404 });
    await expect(getAvatar(owner.ctx, hash)).resolves.toBeDefined();
  });

  test("is refused when it is something else, whatever it is called, and when it is too large", async () => {
    const { id, ctx } = await newPerson();
    const svg = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    const html = Buffer.from("<!doctype html><script>alert(1)</script>".padEnd(64));
    const gif = Buffer.from("GIF89a".padEnd(64, "\0"));
    for (const content of [svg, html, gif, Buffer.alloc(0), png().subarray(0, 12), Buffer.alloc(64)]) {
      await expect(setAvatar(ctx, content)).rejects.toMatchObject({ status: 422, code: "NOT_AN_IMAGE" });
    }
    const large = Buffer.concat([png(), Buffer.alloc(AVATAR_MAX_BYTES)]);
    await expect(setAvatar(ctx, large)).rejects.toMatchObject({ status: 413 });
    expect(await getProfile(id)).toMatchObject({ avatarUrl: null });
  });
});
