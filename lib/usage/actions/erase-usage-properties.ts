import { eraseNextProperties, listUsedFeatures } from "../repository";

const BATCH = 5_000;

/**
 * Empties what callers wrote beside their counts, for an account that has been deleted. The counts stay: they
 * are the ledger behind the invoices. In batches, so that no lock is held for long; doing it again goes on.
 *
 * @returns batches done
 */
export async function eraseUsageProperties(accountId: string): Promise<number> {
  let batches = 0;
  for (const feature of await listUsedFeatures(accountId)) {
    let after: string | null = "-infinity";
    while (after) {
      after = await eraseNextProperties(accountId, feature, after, BATCH);
      if (after) batches += 1;
    }
  }
  return batches;
}
