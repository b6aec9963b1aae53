import type { AccountContext } from "@/lib/platform/context";
import { forbidden } from "@/lib/platform/errors";
import type { Permission } from "../permissions";
import { auditActions } from "./actions";
import type { Sight } from "./entries-repository";
import { type RecordPage, readPage } from "./list-entries";
import { type Activity, type ActivityQuery, activityQuery } from "./schemas";
import type { ActionWords } from "./words/types";

type Kind = Activity["kind"];

/** What somebody needs to see what others did. What one did oneself one always sees. */
const needed: Readonly<Record<Kind, Permission>> = {
  account: "account.read",
  team: "members.manage",
  api_keys: "api_keys.manage",
  billing: "billing.read",
  person: "members.manage",
  audit: "audit.read",
};

const KINDS = Object.keys(needed) as Kind[];

/** The kinds of which the caller sees more than their own. */
export const listActivityKinds = (permissions: ReadonlySet<string>): readonly Kind[] =>
  KINDS.filter((kind) => permissions.has(needed[kind]));

/**
 * One page of what happened in the account, newest first, as far as the caller may see it. It is read through the
 * system's door, because the policy of the log shows whole entries, with addresses, to owners and admins alone.
 *
 * @throws DomainError FORBIDDEN; INVALID_REQUEST when startingAfter is no entry of the account
 */
export async function listActivity(ctx: AccountContext, query: ActivityQuery = {}): Promise<RecordPage> {
  if (!ctx.permissions.has("account.read")) throw forbidden("The activity needs account.read.");
  const { limit, startingAfter, kind } = activityQuery.parse(query);
  const asked = kind ? [kind] : KINDS;
  const sight: Sight = {
    actions: actionsOf(asked.filter((each) => ctx.permissions.has(needed[each]))),
    own: ctx.actor.kind === "person" ? { personId: ctx.actor.personId, actions: actionsOf(asked) } : null,
  };
  return await readPage({ accountId: ctx.account.id, filters: {}, sight }, limit, startingAfter);
}

const actionsOf = (kinds: readonly string[]): readonly string[] =>
  Object.entries<ActionWords>(auditActions).flatMap(([action, words]) =>
    kinds.includes(words.kind) ? [action] : [],
  );
