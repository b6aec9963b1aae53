import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import type { ChangeLog } from "./change-log";
import { BATCH_END, type Collections, collectionsOf, dump } from "./dump";
import { loadFile } from "./load";
import type { State } from "./open-state";

/** How often is written what no answer has waited for: what fell due by itself. */
const FLUSH_MS = 20;
/** The journal is rewritten without its history when it has grown by this and to so many times its size then. */
const COMPACT_AFTER_BYTES = 64 * 1_048_576;
const COMPACT_AFTER_FACTOR = 3;

/**
 * Keeps the state on disk. Changed objects are gathered and appended before anybody is told of them: before a request
 * is answered and before an event is sent. The operating system has them then, so a killed process loses nothing
 * that was told; nobody waits for the disk itself. A batch counts only with its end mark, so a torn write never
 * yields half a transaction.
 */
export class Journal {
  private readonly timer: NodeJS.Timeout;
  private readonly collections: Collections;
  private descriptor: number;
  private size: number;
  private compactSize: number;

  private constructor(
    private readonly file: string,
    private readonly log: ChangeLog,
    state: State,
    private readonly compactAfterBytes: number,
  ) {
    this.collections = collectionsOf(state);
    this.compactSize = this.rewrite();
    this.size = this.compactSize;
    this.descriptor = openSync(file, "a");
    this.timer = setInterval(() => this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  /** Reads what is there, rewrites it without its history, and starts to append. */
  static open(
    directory: string,
    log: ChangeLog,
    state: State,
    compactAfterBytes = COMPACT_AFTER_BYTES,
  ): Journal {
    mkdirSync(directory, { recursive: true });
    const file = path.join(directory, "journal.jsonl");
    if (existsSync(file)) loadFile(file, collectionsOf(state));
    log.isJournaled = true;
    return new Journal(file, log, state, compactAfterBytes);
  }

  /** Appends what changed since the last call. Costs nothing when nothing did. */
  flush(): void {
    if (this.log.unwritten.size === 0 || this.log.isOpen) return;
    const lines: string[] = [];
    for (const collection of this.collections) {
      const ids = this.log.unwritten.get(collection.name);
      if (!ids) continue;
      for (const id of ids) {
        const value = collection.find(id);
        lines.push(JSON.stringify(value ? [collection.name, id, value] : [collection.name, id]));
      }
    }
    lines.push(BATCH_END, "");
    this.size += writeAll(this.descriptor, lines.join("\n"));
    this.log.unwritten.clear();
    if (this.size > this.compactSize * COMPACT_AFTER_FACTOR + this.compactAfterBytes) this.compact();
  }

  close(): void {
    clearInterval(this.timer);
    this.flush();
    closeSync(this.descriptor);
  }

  private compact(): void {
    const began = performance.now();
    const before = this.size;
    this.compactSize = this.rewrite();
    this.size = this.compactSize;
    closeSync(this.descriptor);
    this.descriptor = openSync(this.file, "a");
    console.error(
      `local stripe: rewrote the journal, ${megabytes(before)} to ${megabytes(this.size)}, in ${Math.round(performance.now() - began)} ms`,
    );
  }

  /** Puts a file without history in the journal's place. Returns its size in bytes. */
  private rewrite(): number {
    const temporary = `${this.file}.new`;
    const descriptor = openSync(temporary, "w");
    let size = 0;
    for (const text of dump(this.collections)) size += writeAll(descriptor, text);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(temporary, this.file);
    return size;
  }
}

function writeAll(descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  return bytes.length;
}

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
