import { actorId, type Context } from "@/lib/platform/context";
import type { Queryable } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { AuditAction } from "./actions";
import { cleanFields, type Fields, hideText } from "./clean-fields";
import { insertAuditRows } from "./repository";

export interface AuditEntry {
  /** Null for what concerns the installation and no account. */
  readonly accountId: string | null;
  /** `<noun>.<past verb>`, such as `api_key.created`; its words stand in actions.ts. */
  readonly action: AuditAction;
  readonly targetKind: string;
  readonly targetId: string;
  /** What differs is kept; secrets and personal data are hidden. Ids, never names of people. */
  readonly before?: Fields;
  readonly after?: Fields;
}

/**
 * Writes one audit row in the caller's transaction, so that the change and its record stand or fall together.
 * From here until the transaction ends no other transaction can write to the account's chain: write it last.
 */
export async function recordAudit(tx: Queryable, ctx: Context, entry: AuditEntry): Promise<void> {
  await recordAuditEntries(tx, ctx, [entry]);
}

/**
 * Writes several audit rows in one statement: in the order given, account by account in a fixed order, so that
 * two transactions that write to the same accounts cannot wait for each other.
 *
 * @throws Error when the transaction has written to another account's chain by an earlier call: then the order
 * would be the caller's, and two callers could lock each other out
 */
export async function recordAuditEntries(
  tx: Queryable,
  ctx: Context,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  requireOneCall(tx, entries);
  const occurredAt = ctx.clock.now();
  const rows = entries.map((entry) => ({
    id: newId(),
    accountId: entry.accountId,
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    action: entry.action,
    targetKind: entry.targetKind,
    targetId: hideText(entry.targetId),
    ...cleanFields(entry.before, entry.after),
    requestId: ctx.requestId,
    ip: ctx.ip,
    occurredAt,
  }));
  await insertAuditRows(tx, rows.toSorted(byAccount));
}

/** The installation's chain comes last. Sorting is stable: within an account the caller's order stays. */
function byAccount(left: { accountId: string | null }, right: { accountId: string | null }): number {
  const [first, second] = [left.accountId ?? "~", right.accountId ?? "~"];
  return first < second ? -1 : Number(first > second);
}

/** The chains whose heads each open transaction has locked. */
const heldBy = new WeakMap<object, ReadonlySet<string | null>>();

function requireOneCall(tx: Queryable, entries: readonly AuditEntry[]): void {
  // On the pool each statement is a transaction of its own.
  if (!("savepoint" in tx)) return;
  const chains = new Set(entries.map(({ accountId }) => accountId));
  const held = heldBy.get(tx);
  if (held === undefined) heldBy.set(tx, chains);
  else if ([...chains].some((chain) => !held.has(chain))) {
    throw new Error(
      "A transaction writes the audit rows of several accounts in one call: collect them and use recordAuditEntries.",
    );
  }
}
