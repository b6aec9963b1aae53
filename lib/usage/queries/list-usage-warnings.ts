import { findFeature } from "@/lib/catalog";
import { listWarnings } from "../repository";

export interface UsageWarning {
  readonly feature: string;
  readonly name: string;
  readonly threshold: 80 | 90 | 100;
  readonly used: number;
  readonly limit: number;
  readonly warnedAt: string;
  /** Null for limits that never reset. */
  readonly resetsAt: string | null;
}

/** The latest warnings of the account, newest first. */
export async function listUsageWarnings(accountId: string, limit = 10): Promise<readonly UsageWarning[]> {
  const rows = await listWarnings(accountId, limit);
  return rows.map((row) => ({
    feature: row.feature,
    name: findFeature(row.feature)?.name ?? row.feature,
    threshold: row.threshold,
    used: row.used,
    limit: row.limitValue,
    warnedAt: row.warnedAt.toISOString(),
    resetsAt: row.windowEnd?.toISOString() ?? null,
  }));
}
