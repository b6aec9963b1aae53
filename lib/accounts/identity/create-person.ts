import type { Context } from "@/lib/platform/context";
import type { Transaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { recordOutbox } from "@/lib/platform/outbox";
import type { AuditEntry } from "../audit/record-audit";
import { computeSlug } from "../compute/compute-slug";
import { personCreated } from "../events";
import { insertPerson, insertPersonalAccount, type NewPerson } from "../repository";
import { findRemoved, lockIdentity } from "./repository";

/**
 * Makes the person and their personal account, unless they are known: then null. Somebody whom the identity has
 * deleted is not made, however late a request or an event of theirs arrives.
 */
export async function createPerson(
  tx: Transaction,
  ctx: Context & { readonly record: (entry: AuditEntry) => void },
  person: NewPerson,
): Promise<{ readonly accountId: string } | "removed" | null> {
  await lockIdentity(tx, [person.id]);
  if (await findRemoved(tx, [person.id])) return "removed";
  if (!(await insertPerson(tx, { ...person, email: person.email.toLowerCase() }))) return null;
  const accountId = newId();
  const name = person.name || (person.email.split("@")[0] ?? "") || "Personal";
  await insertPersonalAccount(tx, {
    id: accountId,
    personId: person.id,
    name: name.slice(0, 120),
    slug: computeSlug(name),
    createdAt: ctx.clock.now(),
  });
  ctx.record({
    accountId,
    action: "account.created",
    targetKind: "account",
    targetId: accountId,
  });
  await recordOutbox(tx, [{ name: personCreated.name, data: { personId: person.id, accountId } }]);
  return { accountId };
}
