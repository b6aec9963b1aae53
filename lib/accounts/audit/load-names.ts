import { type AuditRecord, listNames } from "./entries-repository";

/** Names by id of the people and keys that entries speak of, as they are called today. */
export async function loadNames(
  records: readonly AuditRecord[],
  accountId: string | null,
): Promise<ReadonlyMap<string, string>> {
  const ids = records.flatMap(({ actorId, targetId, after }) => [actorId, targetId, ...personIdsIn(after)]);
  const rows = await listNames([...new Set(ids)], accountId);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Ids of people that stand among the fields, which sentences name: `ownerId`. */
const personIdsIn = (fields: AuditRecord["after"]): readonly string[] =>
  Object.entries(fields ?? {}).flatMap(([name, value]) =>
    name.endsWith("Id") && typeof value === "string" ? [value] : [],
  );
