import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { nudgeOutbox, recordOutbox } from "@/lib/platform/outbox";
import { recordAudit } from "../audit/record-audit";
import { computeSlug } from "../compute/compute-slug";
import { personCreated } from "../events";
import { insertPerson, insertPersonalAccount, type PersonFacts } from "../repository";

/**
 * Makes the person and their personal account the first time they are seen. Any number of requests may do
 * this at once: the first one wins, the others find it done.
 *
 * @returns true when this call made them
 */
export async function ensurePerson(ctx: Context, person: PersonFacts): Promise<boolean> {
  const created = await database().begin(async (tx) => {
    if (!(await insertPerson(tx, { ...person, email: person.email.toLowerCase() }))) return false;
    const accountId = newId();
    const name = person.name || (person.email.split("@")[0] ?? "") || "Personal";
    await insertPersonalAccount(tx, {
      id: accountId,
      personId: person.id,
      name: name.slice(0, 120),
      slug: computeSlug(name),
      createdAt: ctx.clock.now(),
    });
    await recordAudit(tx, ctx, {
      accountId,
      action: "account.created",
      targetKind: "account",
      targetId: accountId,
    });
    await recordOutbox(tx, [{ name: personCreated.name, data: { personId: person.id, accountId } }]);
    return true;
  });
  if (created) nudgeOutbox();
  return created;
}
