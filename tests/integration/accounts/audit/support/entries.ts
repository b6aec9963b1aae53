import postgres from "postgres";
import type { AuditEntry } from "@/lib/accounts";
import { recordAudit } from "@/lib/accounts/audit/record-audit";
import { verifyChains } from "@/lib/accounts/audit/verify-chains";
import type { ChainResult } from "@/lib/accounts/audit/verify-entries";
import { database } from "@/lib/platform/db";
import { makeContext } from "@/tests/support/context";
import type { TestDatabase } from "@/tests/support/database";

/** An entry of an account; every part can be replaced. */
export function makeEntry(accountId: string | null, overrides: Partial<AuditEntry> = {}): AuditEntry {
  return {
    accountId,
    action: "api_key.created",
    targetKind: "api_key",
    targetId: "key-1",
    after: { name: "production" },
    ...overrides,
  };
}

/** Writes so many entries to a chain, one transaction each. */
export async function writeEntries(accountId: string | null, count: number): Promise<void> {
  for (let written = 0; written < count; written += 1) {
    await recordAudit(database(), makeContext(), makeEntry(accountId, { targetId: `key-${written + 1}` }));
  }
}

/** The verification of one chain. */
export async function verifyChain(accountId: string | null): Promise<ChainResult> {
  const results: ChainResult[] = [];
  await verifyChains({ chain: { accountId }, onChain: (result) => results.push(result) });
  const [result] = results;
  if (!result || results.length > 1) throw new Error(`${results.length} chains were verified.`);
  return result;
}

/** Does what only the database's superuser can: changes the log with every trigger switched off. */
export async function tamper(
  db: TestDatabase,
  change: (sql: postgres.TransactionSql) => Promise<unknown>,
): Promise<void> {
  const superuser = postgres(db.superuserUrl, { max: 1, onnotice: () => undefined });
  try {
    await superuser.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await change(tx);
    });
  } finally {
    await superuser.end();
  }
}
