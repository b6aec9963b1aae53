import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AuditQuery } from "@/lib/accounts";
import { listAuditEntries } from "@/lib/accounts/audit/list-entries";
import { readAuditPage } from "@/lib/accounts/audit/read-audit-page";
import { recordAudit } from "@/lib/accounts/audit/record-audit";
import { database } from "@/lib/platform/db";
import { supabaseFor } from "@/lib/platform/supabase";
import { findFreePorts } from "@/local/start/ports";
import { makeAccountContext, makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { localEnvironment } from "@/tests/support/environment";
import { insertAccount, insertNewMember } from "@/tests/support/people";
import { type RunningServer, spawnServer } from "@/tests/support/spawn-server";
import { makeEntry } from "./support/entries";

let db: TestDatabase;
let gateway: RunningServer;
let accountId: string;
let owner: string;
let member: string;
beforeAll(async () => {
  const { base: port } = await findFreePorts();
  db = await createTestDatabase({ environment: { SUPABASE_URL: `http://127.0.0.1:${port}` } });
  const { SUPABASE_JWT_SECRET = "", SUPABASE_PUBLISHABLE_KEY = "" } = localEnvironment();
  gateway = await spawnServer("local/gateway/server.ts", ["--port", String(port)], {
    LOCAL_GATEWAY_DATABASE_URL: db.authenticatorUrl,
    LOCAL_GATEWAY_SCHEMA_URL: db.ownerUrl,
    SUPABASE_JWT_SECRET,
    SUPABASE_PUBLISHABLE_KEY,
    SUPABASE_SECRET_KEY: "sb_secret_test_00000000",
  });
  accountId = await insertAccount(db.owner);
  owner = await insertNewMember(db.owner, accountId, "owner");
  member = await insertNewMember(db.owner, accountId, "member");
  const actors = [
    { kind: "person", personId: owner, sessionId: "s" },
    { kind: "person", personId: member, sessionId: "s" },
    { kind: "webhook", provider: "stripe", eventId: "evt_1" },
  ] as const;
  for (let index = 0; index < 18; index += 1) {
    const actor = actors[index % 3];
    const ctx = makeContext({ ...(actor && { actor }), ip: index % 2 ? "203.0.113.7" : null });
    await recordAudit(
      database(),
      ctx,
      makeEntry(accountId, {
        action: index % 4 ? "api_key.created" : "plan.changed",
        targetId: `key-${index % 5}`,
        after: { name: `ü "${index}"`, limit: index / 3 },
      }),
    );
  }
  await db.owner`
    insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id, occurred_at)
    select ${accountId}, 'system', 'x', 'plan.changed', 'plan', 'p' || n, '2026-10-31T00:00:00.123456Z'
    from generate_series(1, 7) n`;
});
afterAll(async () => {
  await gateway?.stop();
  await db.drop();
});

const doorOf = (personId: string) => supabaseFor({ personId, sessionId: "s", providerToken: null });

describe("the audit page through the person's own door", () => {
  const queries: readonly AuditQuery[] = [
    {},
    { action: "plan.changed" },
    { actor: "webhook" },
    { targetId: "key-3" },
    { from: "2026-10-31T00:00:00.123456Z", to: "2026-10-31T00:00:00.124Z" },
    { to: "2026-11-01T00:00:00Z", action: "plan.changed", actor: "system" },
    { actor: "nobody" },
  ];
  test.each(queries)("shows what the system's door shows, page by page: %j", async (query) => {
    const ctx = makeAccountContext({ accountId, personId: owner, role: "owner" });
    let startingAfter: string | undefined;
    for (let pages = 0; pages < 20; pages += 1) {
      const asked = { ...query, limit: 4, ...(startingAfter && { startingAfter }) };
      const page = await readAuditPage(doorOf(owner), accountId, asked);
      expect(page).toEqual(await listAuditEntries(ctx, asked));
      startingAfter = page.records.at(-1)?.id;
      if (!page.hasMore) return;
    }
    throw new Error("The pages do not end.");
  });

  test("is empty for a member who may not read the log, and for a stranger", async () => {
    expect(await readAuditPage(doorOf(member), accountId)).toEqual({ records: [], hasMore: false });
    expect(await readAuditPage(doorOf("user_stranger"), accountId)).toEqual({ records: [], hasMore: false });
  });

  test("refuses a cursor that is no entry in sight", async () => {
    const startingAfter = "0193e5a0-0000-7000-8000-000000000001";
    await expect(readAuditPage(doorOf(owner), accountId, { startingAfter })).rejects.toMatchObject({
      code: "INVALID_REQUEST",
    });
  });
});
