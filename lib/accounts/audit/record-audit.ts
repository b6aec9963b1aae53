import { actorId, type Context } from "@/lib/platform/context";
import type { Queryable } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

export interface AuditEntry {
  readonly accountId: string | null;
  /** `<noun>.<past verb>`, such as `api_key.created`. */
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Writes one audit row in the caller's transaction, so that the change and its record stand or fall together. */
export async function recordAudit(tx: Queryable, ctx: Context, entry: AuditEntry): Promise<void> {
  await tx`
    insert into audit_log (id, account_id, actor_kind, actor_id, action, target_kind, target_id, before, after,
      request_id, ip, occurred_at)
    values (${newId()}, ${entry.accountId}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${entry.action},
      ${entry.targetKind}, ${entry.targetId}, ${json(tx, entry.before)}, ${json(tx, entry.after)},
      ${ctx.requestId}, ${ctx.ip}, ${ctx.clock.now()})`;
}

const json = (tx: Queryable, value: AuditEntry["before"]) =>
  value === undefined ? null : tx.json(value as never);
