import type { Clock } from "@/lib/platform/clock";
import { database } from "@/lib/platform/db";
import { recordOutbox } from "@/lib/platform/outbox";
import { claimExpiringApiKeys } from "../api-keys-repository";
import { apiKeyExpiring } from "../events";

const BATCH = 500;

/**
 * Announces every key that ends within seven days, and again within one. The mark on the key and its event commit
 * together, so that however often and wherever this runs, each notice is given once.
 *
 * @returns how many notices were given
 */
export async function warnExpiringKeys(clock: Clock): Promise<number> {
  let warned = 0;
  for (;;) {
    const claimed = await database().begin(async (tx) => {
      const keys = await claimExpiringApiKeys(tx, clock.now(), BATCH);
      await recordOutbox(
        tx,
        keys.map(({ id, daysLeft }) => ({ name: apiKeyExpiring.name, data: { apiKeyId: id, daysLeft } })),
      );
      return keys.length;
    });
    warned += claimed;
    if (claimed < BATCH) return warned;
  }
}
