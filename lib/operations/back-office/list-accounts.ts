import { recordAudit } from "@/lib/accounts";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { searchAccounts } from "./repository";
import { requireAdminPerson } from "./require-admin";
import { type AdminAccountPage, type AdminAccountQuery, adminAccountQuery } from "./schemas";

/**
 * One page of the accounts of this installation, newest first, searched or not. The list shows nothing of what is
 * inside an account; which ones it showed to whom is in the installation's own audit log.
 */
export async function listAccountsForAdmin(
  ctx: Context,
  query: AdminAccountQuery = {},
): Promise<AdminAccountPage> {
  const personId = requireAdminPerson(ctx);
  const { q, limit, startingAfter = null } = adminAccountQuery.parse(query);
  const text = q || null;
  // One row more than asked for tells whether there is a next page.
  const rows = await searchAccounts({ text, limit: limit + 1, startingAfter, now: ctx.clock.now() });
  const accounts = rows.slice(0, limit);
  await recordAudit(database(), ctx, {
    accountId: null,
    action: "accounts.listed_by_admin",
    targetKind: "person",
    targetId: personId,
    // Not what was searched for: that may be somebody's address.
    after: { searched: text !== null, accountIds: accounts.map(({ id }) => id) },
  });
  return { accounts, hasMore: rows.length > limit };
}
