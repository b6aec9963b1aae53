/** Something that has to happen to an object at a time of its clock. */
export interface Due {
  /** Unix seconds. */
  at: number;
  /** Among dues of the same second the lower rank goes first. */
  rank: number;
  /** The test clock's id, or null for the global clock. */
  clock: string | null;
}

interface Entry extends Due {
  key: string;
  sequence: number;
}

/**
 * What is due when, per clock. Dues are derived from the objects themselves, so nothing of this is stored: an object
 * that changes replaces its due, and older entries are skipped when they surface.
 */
export class DueQueue {
  private readonly heaps = new Map<string, Entry[]>();
  private readonly current = new Map<string, Entry>();
  private sequence = 0;

  /** Replaces the due of an object (`key` is collection and id); null takes it away. */
  set(key: string, due: Due | null): void {
    const known = this.current.get(key);
    if (!due) {
      this.current.delete(key);
      return;
    }
    if (known && known.at === due.at && known.rank === due.rank && known.clock === due.clock) return;
    const entry: Entry = { ...due, key, sequence: this.sequence++ };
    this.current.set(key, entry);
    push(this.heapOf(due.clock), entry);
  }

  /** The next due of a clock at or before a time; null when there is none. Does not remove it. */
  peek(clock: string | null, until: number): { key: string; at: number } | null {
    const heap = this.heapOf(clock);
    for (;;) {
      const first = heap[0];
      if (!first || first.at > until) return null;
      if (this.current.get(first.key) === first) return { key: first.key, at: first.at };
      pop(heap);
    }
  }

  private heapOf(clock: string | null): Entry[] {
    const name = clock ?? "";
    let heap = this.heaps.get(name);
    if (!heap) {
      heap = [];
      this.heaps.set(name, heap);
    }
    return heap;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.rank !== b.rank) return a.rank < b.rank;
  return a.sequence < b.sequence;
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (!above || !isBefore(entry, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    let below = heap[child];
    const right = heap[child + 1];
    if (below && right && isBefore(right, below)) {
      below = right;
      child++;
    }
    if (!below || !isBefore(below, last)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
}
