import type { Transaction } from "@/lib/platform/db";
import {
  type ChainHead,
  type ChainName,
  findEntryHash,
  listFirstSince,
  listHeads,
  streamEntries,
  withSnapshot,
} from "./repository";
import { type ChainBreak, type ChainResult, ChainWalk } from "./verify-entries";

export interface VerifyOptions {
  /** Null: every chain of the installation. */
  readonly chain: ChainName | null;
  /** Begins in each chain at the first entry of this instant, and trusts what lies before. */
  readonly since?: Date;
  /** Heads that an anchor vouches for. Refused together with `since`, which would not read them. */
  readonly anchors?: readonly ChainHead[];
  /** Told of each chain when it is done. */
  readonly onChain?: (result: ChainResult) => void;
}

export interface Verification {
  readonly chains: number;
  readonly entries: number;
  /** The first break of each broken chain; the first hundred chains. */
  readonly breaks: readonly ChainBreak[];
  readonly brokenChains: number;
}

const MAX_BREAKS = 100;

/**
 * Recomputes every hash of the chains in scope from the stored rows and compares it with what stands there, in
 * one unchanging state of the database. The hashing is done here and not by the database's own function, which
 * whoever changes rows could change as well. Memory does not grow with the number of entries.
 */
export async function verifyChains(options: VerifyOptions): Promise<Verification> {
  const breaks: ChainBreak[] = [];
  const sum = { chains: 0, entries: 0, brokenChains: 0 };
  await withSnapshot(async (tx) => {
    for await (const result of walkChains(tx, options)) {
      sum.chains += 1;
      sum.entries += result.entries;
      if (result.break) {
        sum.brokenChains += 1;
        if (breaks.length < MAX_BREAKS) breaks.push(result.break);
      }
      options.onChain?.(result);
    }
  });
  return { ...sum, breaks };
}

async function* walkChains(tx: Transaction, options: VerifyOptions): AsyncGenerator<ChainResult> {
  if (options.since) yield* walkSince(tx, options.chain, options.since);
  else yield* walkWhole(tx, options);
}

async function* walkWhole(
  tx: Transaction,
  { chain, anchors = [] }: VerifyOptions,
): AsyncGenerator<ChainResult> {
  const heads = byChain(await listHeads(tx, chain));
  const inScope = chain ? anchors.filter(({ accountId }) => accountId === chain.accountId) : anchors;
  const anchored = Map.groupBy(inScope, ({ accountId }) => accountId);
  const walkOf = (accountId: string | null): ChainWalk =>
    new ChainWalk(
      { accountId },
      {
        head: heads.get(accountId) ?? null,
        anchors: new Map(anchored.get(accountId)?.map(({ sequence, hash }) => [sequence, hash])),
      },
    );
  const left = new Set([...heads.keys(), ...anchored.keys()]);
  let current = null as { readonly accountId: string | null; readonly walk: ChainWalk } | null;
  for await (const entry of streamEntries(tx, chain)) {
    if (current?.accountId !== entry.accountId) {
      if (current) yield current.walk.finish();
      left.delete(entry.accountId);
      current = { accountId: entry.accountId, walk: walkOf(entry.accountId) };
    }
    current.walk.take(entry);
  }
  if (current) yield current.walk.finish();
  // Chains of which the head or an anchor knows, and no entry is left.
  for (const accountId of left) yield walkOf(accountId).finish();
}

async function* walkSince(
  tx: Transaction,
  chain: ChainName | null,
  since: Date,
): AsyncGenerator<ChainResult> {
  const heads = byChain(await listHeads(tx, chain));
  for (const { accountId, sequence } of await listFirstSince(tx, chain, since)) {
    yield await walkFrom(tx, { accountId }, sequence, heads.get(accountId) ?? null);
  }
}

/** Walks one chain from a place on. The entry before must be there; its own content is not looked at. */
export async function walkFrom(
  tx: Transaction,
  chain: ChainName,
  sequence: number,
  head: ChainHead | null,
): Promise<ChainResult> {
  const previousHash = sequence > 1 ? await findEntryHash(tx, chain, sequence - 1) : undefined;
  if (previousHash === null) {
    const before = { sequence: sequence - 1, entryId: null, kind: "missing" } as const;
    const difference = `entry ${sequence} has no entry before it`;
    return { ...chain, entries: 0, last: null, break: { ...chain, ...before, difference } };
  }
  const start = previousHash === undefined ? {} : { start: { sequence, previousHash } };
  const walk = new ChainWalk(chain, { head, ...start });
  for await (const entry of streamEntries(tx, chain, sequence)) walk.take(entry);
  return walk.finish();
}

const byChain = (heads: readonly ChainHead[]): ReadonlyMap<string | null, ChainHead> =>
  new Map(heads.map((head) => [head.accountId, head]));
