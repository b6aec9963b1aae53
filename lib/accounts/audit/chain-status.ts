import type { Clock } from "@/lib/platform/clock";
import { type ChainHead, type ChainName, listHeads, streamEntries, withSnapshot } from "./repository";
import { type ChainResult, ChainWalk } from "./verify-entries";

/** What a verification of an account's chain found. */
export type ChainStatus =
  | { readonly state: "empty" }
  | {
      readonly state: "verified";
      readonly entries: number;
      readonly checkedAt: string;
    }
  | {
      readonly state: "broken";
      readonly sequence: number;
      readonly difference: string;
      readonly checkedAt: string;
    };

interface Known {
  readonly head: ChainHead;
  readonly result: ChainResult;
  /** When the whole chain was walked. */
  readonly wholeAt: Date;
  readonly checkedAt: Date;
}

/** So long the entries that were verified are believed; then the whole chain is walked again. */
const BELIEVED_MS = 15 * 60_000;
const MAX_KNOWN = 1_000;

/** Stands for the installation's own chain, which has no account. */
const INSTALLATION = "installation";

const known = new Map<string, Known>();
const underWay = new Map<string, Promise<ChainStatus>>();

/**
 * Whether an account's log, or with null the installation's, stands as it was written. The result is kept for the
 * head it was found with: while nothing is added nothing is walked again, and what is added is walked alone, for a
 * quarter of an hour.
 */
export async function getChainStatus(accountId: string | null, clock: Clock): Promise<ChainStatus> {
  const key = accountId ?? INSTALLATION;
  const running = underWay.get(key);
  if (running) return await running;
  const check = checkChain({ accountId }, clock).finally(() => underWay.delete(key));
  underWay.set(key, check);
  return await check;
}

async function checkChain(chain: ChainName, clock: Clock): Promise<ChainStatus> {
  const key = chain.accountId ?? INSTALLATION;
  const now = clock.now();
  const found = await withSnapshot(async (tx): Promise<Known | null> => {
    const [head] = await listHeads(tx, chain);
    const before = known.get(key);
    const last = before?.result.last;
    const isFresh =
      before && last && !before.result.break && now.getTime() - before.wholeAt.getTime() < BELIEVED_MS;
    if (isFresh && head?.sequence === before.head.sequence && head.hash === before.head.hash) return before;
    const start = isFresh && head ? { sequence: last.sequence + 1, previousHash: last.hash } : undefined;
    const walk = new ChainWalk(chain, { head: head ?? null, ...(start && { start }) });
    for await (const entry of streamEntries(tx, chain, start?.sequence)) walk.take(entry);
    const result = walk.finish();
    if (!head && !result.break) return null;
    return {
      head: head ?? { ...chain, sequence: 0, hash: "" },
      result: { ...result, last: result.last ?? last ?? null },
      wholeAt: start && before ? before.wholeAt : now,
      checkedAt: now,
    };
  });
  remember(key, found);
  return describeStatus(found);
}

function remember(key: string, found: Known | null): void {
  known.delete(key);
  if (found) known.set(key, found);
  const oldest = known.keys().next().value;
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
}

function describeStatus(found: Known | null): ChainStatus {
  if (!found) return { state: "empty" };
  const { result } = found;
  const checkedAt = found.checkedAt.toISOString();
  if (result.break) {
    return {
      state: "broken",
      sequence: result.break.sequence,
      difference: result.break.difference,
      checkedAt,
    };
  }
  if (!result.last) return { state: "empty" };
  return {
    state: "verified",
    entries: result.last.sequence,
    checkedAt,
  };
}
