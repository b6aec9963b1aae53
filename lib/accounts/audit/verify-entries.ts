import { hashEntry, ZERO_HASH } from "./encode-entry";
import type { ChainHead, ChainName, StoredEntry } from "./repository";

/** What is wrong with a chain, at the first entry where it shows. */
export interface ChainBreak extends ChainName {
  readonly sequence: number;
  /** Id of the entry; null when there is none at this place. */
  readonly entryId: string | null;
  readonly kind: "missing" | "repeated" | "content" | "link" | "head" | "anchor";
  /** One sentence: what stands there and what should. */
  readonly difference: string;
}

export interface ChainResult extends ChainName {
  /** Entries that were read. */
  readonly entries: number;
  /** The last entry that holds; null when none was read. */
  readonly last: { readonly sequence: number; readonly hash: string } | null;
  readonly break: ChainBreak | null;
}

export interface ChainFacts {
  /** What the head table says of the chain; null when it does not know it. */
  readonly head: ChainHead | null;
  /** Hashes that a statement outside the database vouches for, by place in the chain. */
  readonly anchors?: ReadonlyMap<number, string>;
  /** Where to begin, and the hash of the entry before. */
  readonly start?: { readonly sequence: number; readonly previousHash: string };
}

/** Walks over one chain entry by entry. Holds no more than the last one. */
export class ChainWalk {
  readonly #chain: ChainName;
  readonly #facts: ChainFacts;
  #next: number;
  #previousHash: string;
  #entries = 0;
  #last: ChainResult["last"] = null;
  #break: ChainBreak | null = null;

  constructor(chain: ChainName, facts: ChainFacts) {
    this.#chain = chain;
    this.#facts = facts;
    this.#next = facts.start?.sequence ?? 1;
    this.#previousHash = facts.start?.previousHash ?? ZERO_HASH;
  }

  /** Takes the next entry. After a break the rest is only counted: everything after it would be doubtful. */
  take(entry: StoredEntry): void {
    this.#entries += 1;
    if (this.#break) return;
    const sequence = Number(entry.sequence);
    const found = this.#judge(entry, sequence);
    if (found) {
      this.#break = { accountId: this.#chain.accountId, ...found };
      return;
    }
    this.#next = sequence + 1;
    this.#previousHash = entry.hash;
    this.#last = { sequence, hash: entry.hash };
  }

  #judge(entry: StoredEntry, sequence: number): Omit<ChainBreak, "accountId"> | null {
    if (sequence > this.#next) return gap(this.#next, `entry ${sequence} follows entry ${this.#next - 1}`);
    const at = { sequence, entryId: entry.id };
    if (sequence < this.#next)
      return { ...at, kind: "repeated", difference: "two entries stand at this place" };
    if (entry.previousHash !== this.#previousHash) {
      return {
        ...at,
        kind: "link",
        difference: `previous_hash is ${entry.previousHash}, the entry before has ${this.#previousHash}`,
      };
    }
    const computed = hashEntry(entry);
    if (entry.hash !== computed) {
      return { ...at, kind: "content", difference: `hash is ${entry.hash}, the content gives ${computed}` };
    }
    const anchored = this.#facts.anchors?.get(sequence);
    if (anchored !== undefined && anchored !== entry.hash) {
      return { ...at, kind: "anchor", difference: `hash is ${entry.hash}, the anchor says ${anchored}` };
    }
    return null;
  }

  /** Judges the end: nothing may be missing that the head or an anchor has seen. */
  finish(): ChainResult {
    this.#break ??= this.#judgeEnd();
    return { ...this.#chain, entries: this.#entries, last: this.#last, break: this.#break };
  }

  #judgeEnd(): ChainBreak | null {
    const { head, anchors } = this.#facts;
    const { accountId } = this.#chain;
    const end = this.#next - 1;
    const anchored = Math.max(0, ...(anchors?.keys() ?? []));
    if (anchored > end) {
      return {
        accountId,
        ...gap(this.#next, `the chain ends at ${end}, the anchor has seen ${anchored}`, "anchor"),
      };
    }
    if (head && head.sequence > end) {
      return { accountId, ...gap(this.#next, `the chain ends at ${end}, its head is at ${head.sequence}`) };
    }
    if (end === 0 || (head?.sequence === end && head.hash === this.#previousHash)) return null;
    const difference = head
      ? `the head is at ${head.sequence} with ${head.hash}, the chain ends at ${end} with ${this.#previousHash}`
      : `the chain ends at ${end} and has no head`;
    return { accountId, sequence: end, entryId: null, kind: "head", difference };
  }
}

const gap = (sequence: number, difference: string, kind: "missing" | "anchor" = "missing") => ({
  sequence,
  entryId: null,
  kind,
  difference,
});
