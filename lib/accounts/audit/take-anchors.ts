import type { Clock } from "@/lib/platform/clock";
import { database } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { type Anchor, makeAnchor } from "./anchor";
import { type ChainName, listHeads } from "./repository";

/**
 * The heads of the chains in scope as statements of at most so many heads each, signed when the installation
 * has a key. There is always one, so that an empty log can be anchored as well.
 */
export async function takeAnchors(
  clock: Clock,
  chain: ChainName | null,
  headsEach = Number.POSITIVE_INFINITY,
): Promise<readonly Anchor[]> {
  const heads = await listHeads(database(), chain);
  const takenAt = clock.now();
  const key = env().operations.auditAnchorKey ?? null;
  const parts = Math.max(1, Math.ceil(heads.length / headsEach));
  return Array.from({ length: parts }, (_, part) => {
    const from = part === 0 ? 0 : part * headsEach;
    return makeAnchor(heads.slice(from, from + headsEach), takenAt, key);
  });
}
