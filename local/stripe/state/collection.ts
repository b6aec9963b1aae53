import type { ChangeLog } from "./change-log";

interface Row<T> {
  /** Order of creation: lists go by it, newest first, as Stripe's do. */
  sequence: number;
  value: T;
}

export interface CollectionOptions<T> {
  /** Named keys by which lists are filtered; null or undefined is "not in this index". */
  indexes?: Record<string, (value: T) => string | null | undefined>;
  /** Called after every write, with undefined after a deletion: keeps the due queue in step. */
  onChange?: (id: string, value: T | undefined) => void;
}

/** Sequences of one index key, ascending. */
type Postings = { sequence: number; id: string }[];

/** Objects of one kind, in memory, in order of creation, with indexes. Values are never changed in place. */
export class Collection<T extends { id: string }> {
  private readonly rows = new Map<string, Row<T>>();
  private readonly order: Postings = [];
  private readonly postings = new Map<string, Map<string, Postings>>();
  private nextSequence = 1;

  constructor(
    readonly name: string,
    private readonly log: ChangeLog,
    private readonly options: CollectionOptions<T> = {},
  ) {
    for (const index of Object.keys(options.indexes ?? {})) this.postings.set(index, new Map());
  }

  get size(): number {
    return this.rows.size;
  }

  find(id: string): T | undefined {
    return this.rows.get(id)?.value;
  }

  /** The value when it is known to exist; an absence is a bug here, not a caller's mistake. */
  get(id: string): T {
    const row = this.rows.get(id);
    if (!row) throw new Error(`The local Stripe lost ${this.name} ${id}.`);
    return row.value;
  }

  put(value: T): T {
    const row = this.rows.get(value.id);
    this.log.record(this, value.id, row);
    this.place(value.id, { sequence: row?.sequence ?? this.nextSequence++, value: Object.freeze(value) });
    return value;
  }

  /** Puts a copy with some fields replaced. */
  patch(id: string, fields: Partial<T>): T {
    return this.put({ ...this.get(id), ...fields });
  }

  delete(id: string): void {
    const row = this.rows.get(id);
    if (!row) return;
    this.log.record(this, id, row);
    this.remove(id, row);
  }

  /** Places what a journal says, without logging it or telling anyone; undefined deletes. */
  load(id: string, value: T | undefined): void {
    const row = this.rows.get(id);
    if (value)
      this.place(id, { sequence: row?.sequence ?? this.nextSequence++, value: Object.freeze(value) }, true);
    else if (row) this.remove(id, row, true);
  }

  /** Tells the due queue of everything that is here, after a load. */
  announceAll(): void {
    for (const value of this.oldestFirst()) this.options.onChange?.(value.id, value);
  }

  /** Deletes the oldest so many at once; one by one would move every index each time. */
  deleteOldest(count: number): void {
    const gone = this.order.splice(0, count);
    const last = gone.at(-1)?.sequence ?? 0;
    for (const { id } of gone) {
      this.log.record(this, id, this.rows.get(id));
      this.rows.delete(id);
      this.options.onChange?.(id, undefined);
    }
    for (const keys of this.postings.values())
      for (const [key, postings] of keys) {
        const kept = locate(postings, last + 1);
        if (kept === postings.length) keys.delete(key);
        else if (kept > 0) postings.splice(0, kept);
      }
  }

  /** Forgets everything, as a change that the journal sees. */
  clear(): void {
    this.deleteOldest(this.order.length);
  }

  restore(id: string, previous: unknown): void {
    const row = this.rows.get(id);
    if (previous) this.place(id, previous as Row<T>);
    else if (row) this.remove(id, row);
  }

  /** Newest first; with an index, only that key's. */
  *newestFirst(by?: { index: string; key: string }, before?: string): Generator<T> {
    const postings = this.postingsOf(by);
    const sequence = before === undefined ? undefined : this.rows.get(before)?.sequence;
    for (
      let at = sequence === undefined ? postings.length - 1 : locate(postings, sequence) - 1;
      at >= 0;
      at--
    ) {
      const value = this.rows.get(postings[at]?.id ?? "")?.value;
      if (value) yield value;
    }
  }

  /** Oldest first; with `after`, only what was created after that object. */
  *oldestFirst(by?: { index: string; key: string }, after?: string): Generator<T> {
    const postings = this.postingsOf(by);
    const sequence = after === undefined ? 0 : (this.rows.get(after)?.sequence ?? 0);
    for (let at = locate(postings, sequence + 1); at < postings.length; at++) {
      const value = this.rows.get(postings[at]?.id ?? "")?.value;
      if (value) yield value;
    }
  }

  all(): T[] {
    return [...this.oldestFirst()];
  }

  private postingsOf(by?: { index: string; key: string }): Postings {
    if (!by) return this.order;
    return this.postings.get(by.index)?.get(by.key) ?? [];
  }

  private place(id: string, row: Row<T>, silently = false): void {
    const before = this.rows.get(id);
    this.rows.set(id, row);
    if (!before) insert(this.order, { sequence: row.sequence, id });
    for (const [index, keyOf] of Object.entries(this.options.indexes ?? {}))
      this.reindex(index, id, row.sequence, before && keyOf(before.value), keyOf(row.value));
    if (!silently) this.options.onChange?.(id, row.value);
  }

  private remove(id: string, row: Row<T>, silently = false): void {
    this.rows.delete(id);
    discard(this.order, row.sequence);
    for (const [index, keyOf] of Object.entries(this.options.indexes ?? {}))
      this.reindex(index, id, row.sequence, keyOf(row.value), undefined);
    if (!silently) this.options.onChange?.(id, undefined);
  }

  private reindex(
    index: string,
    id: string,
    sequence: number,
    from: string | null | undefined,
    to: string | null | undefined,
  ): void {
    if (from === to) return;
    const keys = this.postings.get(index);
    const leaving = from ? keys?.get(from) : undefined;
    if (leaving) discard(leaving, sequence);
    if (leaving?.length === 0) keys?.delete(from ?? "");
    if (!to) return;
    const joining = keys?.get(to);
    if (joining) insert(joining, { sequence, id });
    else keys?.set(to, [{ sequence, id }]);
  }
}

/** First position whose sequence is not below the given one. */
function locate(postings: Postings, sequence: number): number {
  let low = 0;
  let high = postings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((postings[middle]?.sequence ?? 0) < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(postings: Postings, entry: { sequence: number; id: string }): void {
  const last = postings.at(-1);
  if (!last || last.sequence < entry.sequence) postings.push(entry);
  else postings.splice(locate(postings, entry.sequence), 0, entry);
}

function discard(postings: Postings, sequence: number): void {
  const at = locate(postings, sequence);
  if (postings[at]?.sequence === sequence) postings.splice(at, 1);
}
