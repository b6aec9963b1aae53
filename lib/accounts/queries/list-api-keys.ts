import type { AccountContext } from "@/lib/platform/context";
import { listApiKeys as selectApiKeys } from "../api-keys-repository";
import type { ApiKey } from "../schemas";

/** The account's keys, living ones first: all of them for managers, otherwise the caller's own. */
export async function listApiKeys(ctx: AccountContext): Promise<ApiKey[]> {
  const managesAll = ctx.permissions.has("api_keys.manage");
  const own = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  return [...(await selectApiKeys(ctx.account.id, managesAll ? null : own))];
}
