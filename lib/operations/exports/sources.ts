import { accountExportSources, personExportSources } from "@/lib/accounts";
import { billingExportSources } from "@/lib/billing";
import type { ExportSource } from "@/lib/platform/export";
import { usageExportSources } from "@/lib/usage";

export type ExportSubject = "account" | "person";

/** Every table of an export, in the order of its files. */
const sources: Readonly<Record<ExportSubject, readonly ExportSource[]>> = {
  account: [...accountExportSources, ...billingExportSources, ...usageExportSources],
  person: personExportSources,
};

/** The tables that somebody with these permissions may read. */
export const listSources = (
  subject: ExportSubject,
  permissions: ReadonlySet<string>,
): readonly ExportSource[] =>
  sources[subject].filter(({ permission }) => permission === null || permissions.has(permission));

/** @throws Error for a source that this version no longer has: the export is then failed, with the reason */
export function getSource(subject: ExportSubject, name: string): ExportSource {
  const found = sources[subject].find((source) => source.name === name);
  if (!found) throw new Error(`There is no export source ${name}.`);
  return found;
}
