import type { AccountContext } from "@/lib/platform/context";
import { forbidden, notFound } from "@/lib/platform/errors";
import { findAccount } from "../accounts-repository";
import type { Account } from "../schemas";

/** The account as its member sees it, with their role. */
export async function getAccount({ actor, account }: AccountContext): Promise<Account> {
  if (actor.kind !== "person") throw forbidden("Only a member can read the account.");
  const found = await findAccount(account.id, actor.personId);
  if (!found) throw notFound("The account");
  return found;
}
