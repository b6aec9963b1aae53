import { unzipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Role } from "@/lib/accounts/permissions";
import { buildPortion, failExport } from "@/lib/operations/actions/build-export";
import { expireExports } from "@/lib/operations/actions/expire-exports";
import { openDownload } from "@/lib/operations/actions/open-download";
import { requestAccountExport, requestPersonExport } from "@/lib/operations/actions/request-export";
import { listExports } from "@/lib/operations/queries/list-exports";
import type { AccountContext, Context } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import * as queue from "@/lib/platform/inngest";
import { holdClock, makeAccountContext, makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount, insertMember, insertNewMember, insertPerson } from "@/tests/support/people";

const DAY = 86_400_000;
const json = { format: "json" } as const;
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(() => void vi.spyOn(queue, "sendToQueue").mockResolvedValue(undefined));

interface Account {
  readonly id: string;
  as(role: Role): Promise<AccountContext>;
}
async function newAccount(name = "Larkfield Studio"): Promise<Account> {
  const id = await insertAccount(db.owner, name);
  return {
    id,
    as: async (role) =>
      makeAccountContext({ accountId: id, personId: await insertNewMember(db.owner, id, role), role }),
  };
}
async function addEvents(accountId: string, count: number, note = "note"): Promise<void> {
  await db.owner`
    insert into usage_events (id, account_id, feature, quantity, occurred_at, recorded_at, window_start, properties)
    select gen_random_uuid(), ${accountId}, 'generations', 1, now() - interval '1 hour',
      now() - interval '1 hour' + (n / 3) * interval '1 microsecond', now() - interval '1 day', jsonb_build_object('note', ${note}::text)
    from generate_series(1, ${count}) n`;
}
async function build(id: string): Promise<number> {
  for (let portions = 1; ; portions += 1) {
    if ((await buildPortion(id, holdClock())).done) return portions;
  }
}
async function take(ctx: Context, id: string) {
  const { content, sizeBytes, fileName } = await openDownload(ctx, id);
  const parts: Uint8Array[] = [];
  for await (const bytes of content) parts.push(bytes);
  const archive = Buffer.concat(parts);
  expect(archive.length).toBe(sizeBytes);
  const files = Object.fromEntries(
    Object.entries(unzipSync(archive)).map(([name, bytes]) => [name, Buffer.from(bytes).toString("utf8")]),
  );
  return { fileName, files };
}
const rowsIn = (text: string | undefined) => JSON.parse(text ?? "") as Record<string, unknown>[];
const notFound = { status: 404, code: "NOT_FOUND" };

describe("an account's export", () => {
  test("holds every table of the account, no secret of a key, and nothing of another account", async () => {
    const [account, other] = [await newAccount(), await newAccount("Northbeam")];
    const ctx = await account.as("owner");
    for (const { id } of [account, other]) {
      await addEvents(id, 3, `of ${id}`);
      await db.owner`
        insert into api_keys (account_id, name, prefix, key_hash, scopes)
        values (${id}, 'CI', 'mh_live_abcd', sha256(${id}::bytea), '{usage:read}')`;
    }
    const { id } = await requestAccountExport(ctx, json);
    await build(id);
    const { files, fileName } = await take(ctx, id);
    expect(fileName).toMatch(/^meterhouse-account-\d{4}-\d{2}-\d{2}\.zip$/);
    expect(Object.keys(files)).toEqual([
      "account.json",
      "members.json",
      "invitations.json",
      "api_keys.json",
      "audit_log.json",
      "subscriptions.json",
      "purchases.json",
      "invoices.json",
      "invoice_lines.json",
      "payment_methods.json",
      "checkouts.json",
      "plan.json",
      "limits.json",
      "usage_days.json",
      "usage_warnings.json",
      "usage_events.json",
    ]);
    expect(rowsIn(files["account.json"])).toMatchObject([{ id: account.id, name: "Larkfield Studio" }]);
    expect(rowsIn(files["usage_events.json"])).toHaveLength(3);
    expect(rowsIn(files["audit_log.json"])).toMatchObject([{ action: "export.requested", targetId: id }]);
    const whole = Object.values(files).join("");
    expect(whole).not.toContain(other.id);
    expect(whole).not.toContain("Northbeam");
    const [hash] = await db.owner<{ hex: string }[]>`
      select encode(key_hash, 'hex') as hex from api_keys where account_id = ${account.id}`;
    expect(whole).not.toContain(hash?.hex);
    expect(Object.keys(rowsIn(files["api_keys.json"])[0] ?? {})).not.toContain("keyHash");
  });

  test("as CSV has a head and a line a row, and runs nothing in a spreadsheet", async () => {
    const account = await newAccount('=HYPERLINK("http://evil","x"), Ltd');
    const ctx = await account.as("admin");
    const { id } = await requestAccountExport(ctx, { format: "csv" });
    await build(id);
    const { files } = await take(ctx, id);
    const [head, line] = (files["account.csv"] ?? "").split("\r\n");
    expect(head).toBe("id,kind,name,slug,currency,createdAt");
    expect(line).toContain(`"'=HYPERLINK(""http://evil"",""x""), Ltd"`);
    expect(files["invoices.csv"]?.split("\r\n")).toHaveLength(2);
  });

  test("reads a large table in pieces and loses and repeats no row, also where many share an instant", async () => {
    const account = await newAccount();
    await addEvents(account.id, 25_003);
    const ctx = await account.as("owner");
    const { id } = await requestAccountExport(ctx, json);
    expect(await build(id)).toBeGreaterThan(15 + 3);
    const { files } = await take(ctx, id);
    const ids = rowsIn(files["usage_events.json"]).map((row) => row["id"]);
    expect(ids).toHaveLength(25_003);
    expect(new Set(ids).size).toBe(25_003);
    const [listed] = await listExports("account", account.id, ctx.clock);
    expect(listed).toMatchObject({ status: "ready", filesDone: 16, filesTotal: 16 });
    expect(listed?.rows).toBeGreaterThan(25_003);
  });

  test("leaves out what was counted after it was asked for", async () => {
    const account = await newAccount();
    const ctx = await account.as("owner");
    const { id } = await requestAccountExport(ctx, json);
    await db.owner`
      insert into usage_events (id, account_id, feature, quantity, occurred_at, recorded_at, window_start)
      values (${newId()}, ${account.id}, 'generations', 1, now(), now() + interval '1 minute', now())`;
    await build(id);
    const { files } = await take(ctx, id);
    expect(rowsIn(files["usage_events.json"])).toEqual([]);
  });

  test("goes on where a process died, and two processes at once write nothing twice", async () => {
    const account = await newAccount();
    await addEvents(account.id, 12_000);
    const ctx = await account.as("owner");
    const { id } = await requestAccountExport(ctx, json);
    for (let portion = 0; portion < 5; portion += 1) await buildPortion(id, holdClock());
    const [before] = await listExports("account", account.id, ctx.clock);
    expect(before).toMatchObject({ status: "running", filesDone: 5, downloadPath: null });
    // A piece whose transaction never committed: the process was killed in the middle of it.
    await expect(
      db.owner.begin(async (tx) => {
        await tx`insert into data_export_chunks (export_id, file_position, position, content) values (${id}, 5, 0, 'half')`;
        throw new Error("killed");
      }),
    ).rejects.toThrow("killed");
    await Promise.all([build(id), build(id), build(id)]);
    const { files } = await take(ctx, id);
    expect(new Set(rowsIn(files["usage_events.json"]).map((row) => row["id"])).size).toBe(12_000);
    expect(rowsIn(files["usage_events.json"])).toHaveLength(12_000);
  });

  test("is one at a time: asked for at once by many, all get the same; another format is refused", async () => {
    const account = await newAccount();
    const people = await Promise.all([account.as("owner"), account.as("admin"), account.as("admin")]);
    const asked = await Promise.all([...people, ...people].map((ctx) => requestAccountExport(ctx, json)));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    const [ctx] = people;
    if (!ctx) throw new Error("three people were made");
    await expect(requestAccountExport(ctx, { format: "csv" })).rejects.toMatchObject({ status: 409 });
    await build(asked[0]?.id ?? "");
    expect((await requestAccountExport(ctx, { format: "csv" })).id).not.toBe(asked[0]?.id);
    const events = await db.owner`
      select from outbox where name = 'operations/export.requested' and data ->> 'exportId' = ${asked[0]?.id ?? ""}`;
    expect(events).toHaveLength(1);
  });

  test("that cannot be made says so, holds nothing, and another can be asked for", async () => {
    const account = await newAccount();
    const ctx = await account.as("owner");
    const { id } = await requestAccountExport(ctx, json);
    await buildPortion(id, holdClock());
    await failExport(id, "It could not be made. Ask for it again.");
    await expect(buildPortion(id, holdClock())).resolves.toMatchObject({ done: true });
    const [listed] = await listExports("account", account.id, ctx.clock);
    expect(listed).toMatchObject({
      status: "failed",
      failure: expect.stringContaining("again"),
      downloadPath: null,
    });
    expect(await db.owner`select from data_export_chunks where export_id = ${id}`).toHaveLength(0);
    expect((await requestAccountExport(ctx, json)).id).not.toBe(id);
  });
});

describe("downloading", () => {
  async function finished() {
    const account = await newAccount();
    const ctx = await account.as("admin");
    const { id } = await requestAccountExport(ctx, json);
    await build(id);
    return { account, ctx, id };
  }

  test("is for whoever may export the account, whoever asked, and is recorded", async () => {
    const { account, ctx, id } = await finished();
    await take(ctx, id);
    const owner = await account.as("owner");
    await take(owner, id);
    const audits = await db.owner`
      select actor_id, account_id from audit_log where target_id = ${id} and action = 'export.downloaded' order by id`;
    expect(audits.map((row) => row["account_id"])).toEqual([account.id, account.id]);
    expect(audits.map((row) => row["actor_id"])).toEqual(
      [ctx, owner].map(({ actor }) => actor.kind === "person" && actor.personId),
    );
  });

  test.each<Role>(["billing", "member", "viewer"])("is not for a %s", async (role) => {
    const { account, id } = await finished();
    await expect(openDownload(await account.as(role), id)).rejects.toMatchObject(notFound);
  });

  test("is not for another account's owner, who cannot tell it from one that never was", async () => {
    const { id } = await finished();
    const stranger = await (await newAccount()).as("owner");
    await expect(openDownload(stranger, id)).rejects.toMatchObject(notFound);
    await expect(openDownload(stranger, newId())).rejects.toMatchObject(notFound);
  });

  test("ends for who asked for it the moment they leave, or may no longer export", async () => {
    const { account, ctx, id } = await finished();
    const personId = ctx.actor.kind === "person" ? ctx.actor.personId : "";
    await db.owner`update members set role = 'member' where person_id = ${personId}`;
    await expect(openDownload(ctx, id)).rejects.toMatchObject(notFound);
    await db.owner`delete from members where person_id = ${personId}`;
    await expect(openDownload(ctx, id)).rejects.toMatchObject(notFound);
    await expect(take(await account.as("owner"), id)).resolves.toBeDefined();
  });

  test("is over after seven days, to the moment, and then the content is erased", async () => {
    const { account, ctx, id } = await finished();
    const clock = holdClock();
    const later: Context = { ...ctx, clock };
    const [row] = await db.owner<
      { expires_at: Date }[]
    >`select expires_at from data_exports where id = ${id}`;
    clock.advance((row?.expires_at.getTime() ?? 0) - clock.now().getTime() - 1);
    expect(row?.expires_at.getTime()).toBeGreaterThan(Date.now() + 6.9 * DAY);
    await expect(openDownload(later, id)).resolves.toBeDefined();
    await expireExports(clock);
    expect((await db.owner`select from data_export_chunks where export_id = ${id}`).length).toBeGreaterThan(
      0,
    );
    clock.advance(1);
    await expect(openDownload(later, id)).rejects.toMatchObject(notFound);
    expect((await listExports("account", account.id, clock))[0]).toMatchObject({
      status: "expired",
      downloadPath: null,
    });
    expect(await expireExports(clock)).toBeGreaterThan(0);
    expect(await db.owner`select from data_export_chunks where export_id = ${id}`).toHaveLength(0);
    expect(await expireExports(clock)).toBe(0);
  });

  test("is not possible before it is ready", async () => {
    const ctx = await (await newAccount()).as("owner");
    const { id } = await requestAccountExport(ctx, json);
    await expect(openDownload(ctx, id)).rejects.toMatchObject(notFound);
  });
});

describe("a person's own export", () => {
  test("holds what is theirs in every account, and nobody else can have it", async () => {
    const personId = await insertPerson(db.owner);
    const ctx = makeContext({ actor: { kind: "person", personId, sessionId: "sess_test" } });
    const account = await newAccount();
    await insertMember(db.owner, account.id, personId, "viewer");
    await db.owner`insert into person_preferences (person_id, theme) values (${personId}, 'dark')`;
    await db.owner`
      insert into person_avatars (person_id, content_type, sha256, content)
      values (${personId}, 'image/png', sha256('p'), ${Buffer.alloc(200, 7)})`;
    const { id } = await requestPersonExport(ctx, json);
    await build(id);
    const { files } = await take(ctx, id);
    expect(Object.keys(files)).toEqual([
      "profile.json",
      "notification_choices.json",
      "memberships.json",
      "activity.json",
    ]);
    const picture = `data:image/png;base64,${Buffer.alloc(200, 7).toString("base64")}`;
    expect(rowsIn(files["profile.json"])).toMatchObject([{ id: personId, theme: "dark", picture }]);
    expect(rowsIn(files["memberships.json"])).toMatchObject([{ accountId: account.id, role: "viewer" }]);
    expect(rowsIn(files["activity.json"])).toMatchObject([{ action: "export.requested" }]);
    await expect(openDownload(await account.as("owner"), id)).rejects.toMatchObject(notFound);
    expect(await listExports("account", account.id, ctx.clock)).toEqual([]);
  });
});
