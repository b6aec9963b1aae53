import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashEntry } from "@/lib/accounts/audit/encode-entry";
import { csvCell, exportAuditLog } from "@/lib/accounts/audit/export-entries";
import { recordAudit } from "@/lib/accounts/audit/record-audit";
import { database } from "@/lib/platform/db";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount } from "@/tests/support/people";
import { makeEntry, writeEntries } from "./support/entries";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

async function textOf(text: AsyncIterable<string>): Promise<string> {
  let whole = "";
  for await (const piece of text) whole += piece;
  return whole;
}

/** Reads RFC 4180 as a spreadsheet would. */
function parseCsv(text: string): string[][] {
  const rows = text.match(/(?:"(?:[^"]|"")*"|[^"\n])*\r\n/g) ?? [];
  return rows.map((row) =>
    [...row.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
      quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'),
    ),
  );
}

const FORMULA = /^[=+\-@\t\r]/;

test("a CSV export is formula-safe, and taking the apostrophes away gives what was hashed", async () => {
  const accountId = await insertAccount(db.owner);
  const names = ["=HYPERLINK(1)", "+1", "-1", "@sum", "'quoted", 'a "b", c', "two\nlines", "ünï"];
  for (const name of names) {
    await recordAudit(database(), makeContext(), makeEntry(accountId, { targetId: name, after: { name } }));
  }
  const { text, entries } = await exportAuditLog(makeContext(), accountId, "csv");
  const [heads, ...rows] = parseCsv(await textOf(text));
  expect(entries).toBe(names.length);
  expect(rows).toHaveLength(names.length);
  for (const row of rows) for (const cell of row) expect(cell).not.toMatch(FORMULA);
  const nullable = new Set(["account_id", "before", "after", "request_id", "ip"]);
  const stored = rows.map((row) =>
    Object.fromEntries(
      (heads ?? []).map((name, index) => {
        const cell = (row[index] ?? "").replace(/^'/, "");
        return [name, cell === "" && nullable.has(name) ? null : cell];
      }),
    ),
  );
  expect(stored.map((row) => row["target_id"])).toEqual(names);
  for (const row of stored) {
    const entry = Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
    );
    expect(hashEntry(entry as never)).toBe(row["hash"]);
  }
});

test("any cell comes back from CSV as it was, and none begins like a formula", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      const [[cell = ""] = []] = parseCsv(`${csvCell(value)}\r\n`);
      expect(cell).not.toMatch(FORMULA);
      expect(cell.replace(/^'/, "")).toBe(value);
    }),
  );
});

test("an export holds what was there when it began: what is written meanwhile is not in it", async () => {
  const accountId = await insertAccount(db.owner);
  await writeEntries(accountId, 3);
  const { text, entries } = await exportAuditLog(makeContext(), accountId, "json");
  await writeEntries(accountId, 2);
  const file = JSON.parse(await textOf(text)) as {
    entries: { sequence: number }[];
    head: { sequence: number };
  };
  expect(entries).toBe(3);
  expect(file.entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(file.head.sequence).toBe(3);
});

test("an export of an account without entries is a whole file", async () => {
  const accountId = await insertAccount(db.owner);
  const json = await exportAuditLog(makeContext(), accountId, "json");
  expect(JSON.parse(await textOf(json.text))).toMatchObject({ entries: [], head: null });
});

test("an export goes over more entries than are read at once, each once and in order", async () => {
  const accountId = await insertAccount(db.owner);
  await db.owner`
    insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id)
    select ${accountId}, 'system', 'test', 'plan.changed', 'plan', n::text from generate_series(1, 2500) n`;
  const { text, entries } = await exportAuditLog(makeContext(), accountId, "csv", { action: "plan.changed" });
  const rows = parseCsv(await textOf(text)).slice(1);
  expect(entries).toBe(2_500);
  expect(rows.map(([sequence]) => Number(sequence))).toEqual(
    Array.from({ length: 2_500 }, (_, index) => index + 1),
  );
});

test("only what the filters ask for is exported, and nothing of another account", async () => {
  const [ours, theirs] = await Promise.all([insertAccount(db.owner), insertAccount(db.owner)]);
  await writeEntries(theirs, 2);
  await recordAudit(
    database(),
    makeContext({ actor: { kind: "person", personId: "user_ada", sessionId: "s" } }),
    makeEntry(ours),
  );
  await recordAudit(
    database(),
    makeContext({ actor: { kind: "webhook", provider: "stripe", eventId: "evt_1" } }),
    {
      ...makeEntry(ours),
      action: "plan.changed",
      targetId: "pro",
    },
  );
  const count = async (filters: object) =>
    (await exportAuditLog(makeContext(), ours, "json", filters)).entries;
  expect(await count({ actor: "user_ada" })).toBe(1);
  expect(await count({ actor: "webhook" })).toBe(1);
  expect(await count({ action: "plan.changed" })).toBe(1);
  expect(await count({ targetId: "pro" })).toBe(1);
  expect(await count({ from: "2100-01-01T00:00:00Z" })).toBe(0);
  expect(await count({ to: "2100-01-01T00:00:00Z", actor: "person" })).toBe(0);
});
