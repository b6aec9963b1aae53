import { ADMIN_AUDIT } from "@/app/_server/admin-context";
import { writeAuditAddress } from "@/app/_server/audit-address";
import { listActionChoices, listActorChoices } from "@/app/_server/audit-choices";
import { describeAudit } from "@/app/_server/describe-audit";
import type { AdminAuditData, AdminAuditRow } from "@/components/admin/types";
import type { AuditFilterValues } from "@/components/audit/types";
import type { Format } from "@/components/format/create-format";
import type { AdminAuditPage } from "@/lib/operations";
import type { Context } from "@/lib/platform/context";

export interface AuditLogParts {
  readonly ctx: Context;
  readonly page: AdminAuditPage;
  readonly account: { readonly id: string; readonly name: string } | null;
  readonly filters: AuditFilterValues;
  readonly isFirst: boolean;
  readonly timeZone: string;
  readonly format: Format;
}

type Entry = AdminAuditPage["entries"][number];

/** What the back office's audit log shows. */
export async function buildAuditLog({
  ctx,
  page,
  account,
  filters,
  isFirst,
  timeZone,
  format,
}: AuditLogParts) {
  const accountId = account?.id ?? null;
  const sentences = await describeOpen(ctx, page.entries, format);
  const last = page.entries.at(-1);
  return {
    account: account && { id: account.id, name: account.name },
    rows: page.entries.map((entry) => buildRow(entry, sentences.get(entry.id))),
    actors: listActorChoices([], filters.actor),
    actions: listActionChoices("any"),
    filters,
    timeZone,
    olderHref: page.hasMore && last ? addressOf(filters, accountId, last.id) : null,
    newestHref: isFirst ? null : addressOf(filters, accountId, null),
  } satisfies AdminAuditData;
}

type Described = Awaited<ReturnType<typeof describeAudit>>[number];

/** Names and sentences of the entries that staff may read, by id. */
async function describeOpen(ctx: Context, entries: readonly Entry[], format: Format) {
  const records = entries.flatMap(({ details, actor, target, ...entry }) =>
    details
      ? [
          {
            ...entry,
            ...details,
            actorKind: actor.kind,
            actorId: actor.id,
            targetKind: target.kind,
            targetId: target.id,
          },
        ]
      : [],
  );
  const described = await describeAudit(ctx, null, records, format);
  return new Map(described.map((entry) => [entry.id, entry]));
}

function buildRow(entry: Entry, described: Described | undefined): AdminAuditRow {
  const { accountId, accountName, details: _, ...rest } = entry;
  return {
    ...rest,
    sentence: described?.sentence ?? entry.label,
    actor: described?.actor ?? { ...entry.actor, name: entry.actor.kind === "person" ? "A person" : null },
    target: described?.target ?? { ...entry.target, name: null },
    before: described?.before ?? null,
    after: described?.after ?? null,
    requestId: described?.requestId ?? null,
    ip: described?.ip ?? null,
    isOpen: described !== undefined,
    account:
      accountId === null
        ? null
        : {
            name: accountName ?? accountId,
            href: `/admin/customers/${accountId}`,
            logHref: `${ADMIN_AUDIT}?account=${accountId}`,
          },
  };
}

function addressOf(filters: AuditFilterValues, accountId: string | null, after: string | null): string {
  const address = writeAuditAddress(ADMIN_AUDIT, filters, after);
  if (accountId === null) return address;
  return `${address}${address.includes("?") ? "&" : "?"}account=${accountId}`;
}
