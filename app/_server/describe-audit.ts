import { createFormat, type Format } from "@/components/format/create-format";
import { HOUSE_CHOICE } from "@/components/format/locale-styles";
import {
  type Activity,
  type AuditEntryView,
  type AuditRecord,
  activityKind,
  describeAuditAction,
  describeEntry,
  findActionWords,
  loadNames,
} from "@/lib/accounts";
import { listInvoiceNumbers } from "@/lib/billing";
import type { Context } from "@/lib/platform/context";

/** Programs read the API: it writes as the house does, whoever calls. */
const HOUSE: Format = createFormat(HOUSE_CHOICE);

/** Entries with their names and sentences, for the caller to read. Without an account: for staff. */
export async function describeAudit(
  ctx: Context,
  accountId: string | null,
  records: readonly AuditRecord[],
  format = HOUSE,
): Promise<AuditEntryView[]> {
  const viewerId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const invoiceIds = records.flatMap(({ targetKind, targetId }) =>
    targetKind === "invoice" ? [targetId] : [],
  );
  const [names, invoices] = await Promise.all([
    loadNames(records, accountId),
    listInvoiceNumbers(accountId, invoiceIds),
  ]);
  const nameOf = (id: string): string | null => names.get(id) ?? null;
  return records.map(({ accountId: _account, actorKind, actorId, targetKind, targetId, ...record }) => {
    const actor = { kind: actorKind, id: actorId, name: nameOf(actorId) };
    const target = {
      kind: targetKind,
      id: targetId,
      name: nameOf(targetId) ?? invoices.get(targetId) ?? null,
    };
    const { action, before, after } = record;
    const sentence = describeEntry(
      { action, actor, target, before, after },
      {
        viewerId,
        personName: nameOf,
        formatDate: format.formatDate,
        formatTime: format.formatDateTime,
        formatMoney: (amountMinor, currency) => format.formatMoney({ amountMinor, currency }),
      },
    );
    return { ...record, actor, target, label: describeAuditAction(action), sentence };
  });
}

/** The same entries as activity: what happened and by whom, without addresses, fields and hashes. */
export async function describeActivity(
  ctx: Context,
  accountId: string,
  records: readonly AuditRecord[],
  format = HOUSE,
): Promise<Activity[]> {
  const viewerId = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const entries = await describeAudit(ctx, accountId, records, format);
  return entries.map(({ id, action, sentence, actor, occurredAt }) => ({
    id,
    kind: activityKind.parse(findActionWords(action)?.kind),
    action,
    sentence,
    actor,
    isOwn: actor.kind === "person" && actor.id === viewerId,
    occurredAt,
  }));
}
