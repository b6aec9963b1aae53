/** What a change log needs to know of a collection to take a change back. */
export interface Undoable {
  readonly name: string;
  restore(id: string, previous: unknown): void;
}

interface Change {
  collection: Undoable;
  id: string;
  previous: unknown;
}

/**
 * Remembers what every write replaced. Values are immutable, so remembering is keeping a reference; taking back is
 * putting it into place again. Also gathers what the journal has yet to write.
 */
export class ChangeLog {
  private changes: Change[] = [];
  private depth = 0;
  /** Collection name -> ids that changed since the journal last took them. */
  readonly unwritten = new Map<string, Set<string>>();
  /** Whether somebody takes what is gathered; without a journal it would only grow. */
  isJournaled = false;

  get isOpen(): boolean {
    return this.depth > 0;
  }

  record(collection: Undoable, id: string, previous: unknown): void {
    if (this.depth > 0) this.changes.push({ collection, id, previous });
    if (!this.isJournaled) return;
    let ids = this.unwritten.get(collection.name);
    if (!ids) {
      ids = new Set();
      this.unwritten.set(collection.name, ids);
    }
    ids.add(id);
  }

  /** Opens a savepoint and returns it. */
  begin(): number {
    this.depth++;
    return this.changes.length;
  }

  /** Keeps what was done since the savepoint. */
  commit(): void {
    this.depth--;
    if (this.depth === 0) this.changes = [];
  }

  /** Takes back what was done since the savepoint, newest first. */
  rollback(savepoint: number): void {
    for (let at = this.changes.length - 1; at >= savepoint; at--) {
      const change = this.changes[at];
      change?.collection.restore(change.id, change.previous);
    }
    this.changes.length = savepoint;
    this.depth--;
  }
}
