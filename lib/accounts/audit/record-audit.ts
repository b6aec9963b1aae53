import { actorId, type Context } from "@/lib/platform/context";
import type { Queryable } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { insertAuditRow } from "../repository";

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
  await insertAuditRow(tx, {
    ...entry,
    id: newId(),
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    requestId: ctx.requestId,
    ip: ctx.ip,
    occurredAt: ctx.clock.now(),
  });
}
