import type { AccountContext } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { forbidden, notFound } from "@/lib/platform/errors";
import { findAccount, lockAccount, setAccountName } from "../accounts-repository";
import { recordAudit } from "../audit/record-audit";
import type { Account, UpdateAccountBody } from "../schemas";

/**
 * Renames the account. Its slug stays, so that addresses which were shared lead there for good.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND
 */
export async function updateAccount(ctx: AccountContext, input: UpdateAccountBody): Promise<Account> {
  const { actor, account, clock } = ctx;
  if (actor.kind !== "person" || !ctx.permissions.has("account.update")) {
    throw forbidden("Renaming the account needs account.update.");
  }
  await database().begin(async (tx) => {
    const before = await lockAccount(tx, account.id);
    if (!before) throw notFound("The account");
    if (before.name === input.name) return;
    await setAccountName(tx, account.id, input.name, clock.now());
    // A personal account is called after its person, and the log holds no names of people.
    const isPersonal = before.kind === "personal";
    await recordAudit(tx, ctx, {
      accountId: account.id,
      action: "account.renamed",
      targetKind: "account",
      targetId: account.id,
      ...(!isPersonal && { before: { name: before.name }, after: { name: input.name } }),
    });
  });
  const renamed = await findAccount(account.id, actor.personId);
  if (!renamed) throw notFound("The account");
  return renamed;
}
