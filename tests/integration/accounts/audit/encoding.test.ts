import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeEntry, hashEntry, ZERO_HASH } from "@/lib/accounts/audit/encode-entry";
import { database } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertAccount } from "@/tests/support/people";
import { jsonbText } from "./support/jsonb-text";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** Text that Postgres can hold: no NUL. */
const text = fc.string({ unit: "grapheme" });
const fields = fc.option(
  fc.dictionary(text, fc.jsonValue({ noUnicodeString: false, stringUnit: "grapheme", maxDepth: 3 }), {
    maxKeys: 6,
  }),
);
const entry = fc.record({
  withAccount: fc.boolean(),
  actorKind: fc.constantFrom("person", "api_key", "job", "webhook", "system"),
  actorId: text,
  action: fc.constantFrom("api_key.created", "plan.changed"),
  targetKind: text,
  targetId: text,
  before: fields,
  after: fields,
  requestId: fc.option(text),
  ip: fc.option(fc.ipV4()),
  occurredAt: fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true }),
});

test("the database hashes each entry as the encoding says, computed from the values alone", async () => {
  const accountId = await insertAccount(db.owner);
  const heads = new Map<string | null, { sequence: number; hash: string }>();
  await fc.assert(
    fc.asyncProperty(entry, async ({ withAccount, ...facts }) => {
      const id = newId();
      const chain = withAccount ? accountId : null;
      const sql = database();
      const json = (value: object | null) => (value === null ? null : sql.json(value as never));
      const [stored] = await sql<{ hash: string; statement: string }[]>`
        insert into audit_log (id, account_id, actor_kind, actor_id, action, target_kind, target_id, before, after,
          request_id, ip, occurred_at)
        values (${id}, ${chain}, ${facts.actorKind}, ${facts.actorId}, ${facts.action}, ${facts.targetKind},
          ${facts.targetId}, ${json(facts.before)}, ${json(facts.after)}, ${facts.requestId}, ${facts.ip},
          ${facts.occurredAt})
        returning encode(hash, 'hex') as hash`;
      const head = heads.get(chain) ?? { sequence: 0, hash: ZERO_HASH };
      const expected = {
        ...facts,
        id,
        accountId: chain,
        sequence: String(head.sequence + 1),
        previousHash: head.hash,
        before: facts.before && jsonbText(facts.before),
        after: facts.after && jsonbText(facts.after),
        occurredAt: facts.occurredAt.toISOString().replace("Z", "000Z"),
      };
      const [written] = await db.owner<{ statement: string }[]>`
        select private.audit_statement(a) as statement from audit_log a where id = ${id}`;
      expect(written?.statement).toBe(encodeEntry(expected));
      expect(stored?.hash).toBe(hashEntry(expected));
      heads.set(chain, { sequence: head.sequence + 1, hash: stored?.hash ?? "" });
    }),
    { numRuns: 300 },
  );
});

test("the encoding does not depend on the session's time zone, language or date style", async () => {
  const accountId = await insertAccount(db.owner);
  const hashes = await db.owner.begin(async (tx) => {
    await tx`
      insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id, after, ip)
      values (${accountId}, 'system', 'test', 'plan.changed', 'plan', 'pro', '{"rate": 1.50}', '2001:db8::1')`;
    const statement = () =>
      tx`select private.audit_statement(a) as text from audit_log a where account_id = ${accountId}`;
    const before = await statement();
    await tx`set local timezone = 'Asia/Kolkata'`;
    await tx`set local datestyle = 'German'`;
    await tx`set local bytea_output = 'escape'`;
    await tx`set local extra_float_digits = -15`;
    await tx`set local standard_conforming_strings = off`;
    return [before[0]?.["text"], (await statement())[0]?.["text"]];
  });
  expect(hashes[0]).toBe(hashes[1]);
});
