import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { nudgeOutbox } from "@/lib/platform/outbox";
import { type AuditEntry, recordAuditEntries } from "../audit/record-audit";
import { createPerson } from "../identity/create-person";
import type { NewPerson } from "../repository";

/**
 * Makes the person and their personal account the first time they are seen. Any number of requests may do
 * this at once: the first one wins, the others find it done.
 *
 * @returns true when this call made them
 */
export async function ensurePerson(ctx: Context, person: NewPerson): Promise<boolean> {
  const created = await database().begin(async (tx) => {
    const entries: AuditEntry[] = [];
    const result = await createPerson(tx, { ...ctx, record: (entry) => entries.push(entry) }, person);
    await recordAuditEntries(tx, ctx, entries);
    return result;
  });
  if (!created || created === "removed") return false;
  nudgeOutbox();
  return true;
}
