import type { Context } from "@/lib/platform/context";
import { forbidden } from "@/lib/platform/errors";
import { listAccountsOf } from "../accounts-repository";
import type { Account } from "../schemas";

/** Every account that the person belongs to, with their role there; the personal one first. */
export async function listAccounts({ actor }: Context): Promise<Account[]> {
  if (actor.kind !== "person") throw forbidden("Only a person belongs to accounts.");
  return [...(await listAccountsOf(actor.personId))];
}
