import type { SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";
import type { AuditRecord } from "./entries-repository";
import { isActorKind } from "./filters";
import { type RecordPage, unknownCursor } from "./list-entries";
import { type AuditQuery, auditQuery } from "./schemas";

const bytes = z
  .string()
  .regex(/^\\x[0-9a-f]{64}$/)
  .transform((text) => text.slice(2));
const fields = z.record(z.string(), z.unknown()).nullable();

const columns = z
  .object({
    id: z.string(),
    account_id: z.string().nullable(),
    sequence: z.coerce.number(),
    occurred_at: z.string(),
    action: z.string(),
    actor_kind: z.string(),
    actor_id: z.string(),
    target_kind: z.string(),
    target_id: z.string(),
    before: fields,
    after: fields,
    request_id: z.string().nullable(),
    ip: z.string().nullable(),
    previous_hash: bytes,
    hash: bytes,
  })
  .transform(
    (row): AuditRecord => ({
      id: row.id,
      accountId: row.account_id,
      sequence: row.sequence,
      occurredAt: new Date(row.occurred_at).toISOString(),
      action: row.action,
      actorKind: row.actor_kind,
      actorId: row.actor_id,
      targetKind: row.target_kind,
      targetId: row.target_id,
      before: row.before,
      after: row.after,
      requestId: row.request_id,
      ip: row.ip,
      previousHash: row.previous_hash,
      hash: row.hash,
    }),
  );

/**
 * One page of an account's audit log through the person's own door: row-level security decides, and someone who
 * may not read the log gets an empty page. The account is named as well, since a person may belong to several.
 *
 * @throws DomainError INVALID_REQUEST when startingAfter is no entry in sight; Error when the door does not answer
 */
export async function readAuditPage(
  client: SupabaseClient,
  accountId: string,
  query: AuditQuery = {},
): Promise<RecordPage> {
  const { limit, startingAfter, actor, action, targetId, from, to } = auditQuery.parse(query);
  const entries = () => client.from("audit_log");
  let rows = entries().select("*").eq("account_id", accountId);
  if (actor !== undefined)
    rows = isActorKind(actor) ? rows.eq("actor_kind", actor) : rows.eq("actor_id", actor);
  if (action !== undefined) rows = rows.eq("action", action);
  if (targetId !== undefined) rows = rows.eq("target_id", targetId);
  if (from !== undefined) rows = rows.gte("occurred_at", from);
  if (to !== undefined) rows = rows.lt("occurred_at", to);
  if (startingAfter !== undefined) {
    const [last] = z
      .array(z.object({ occurred_at: z.string() }))
      .parse(
        read(
          await entries().select("occurred_at").eq("account_id", accountId).eq("id", startingAfter).limit(1),
        ),
      );
    if (!last) throw unknownCursor();
    const at = last.occurred_at;
    // The second condition is the order's; the first one lets the index begin where the page does.
    rows = rows.lte("occurred_at", at).or(`occurred_at.lt."${at}",id.lt.${startingAfter}`);
  }
  const found = z.array(columns).parse(
    read(
      await rows
        .order("occurred_at", { ascending: false })
        .order("id", { ascending: false })
        .limit(limit + 1),
    ),
  );
  return { records: found.slice(0, limit), hasMore: found.length > limit };
}

function read({
  data,
  error,
}: {
  readonly data: unknown;
  readonly error: { readonly message: string } | null;
}): unknown {
  if (error) throw new Error(`The audit log could not be read: ${error.message}.`);
  return data;
}
