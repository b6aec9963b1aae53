import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import type { ChangeLog } from "./change-log";
import type { Collection } from "./collection";
import type { State } from "./open-state";

/** What may be lost by `kill -9`: changes younger than this, plus one write to the operating system. */
const FLUSH_MS = 20;
const BATCH_END = '["#"]';

type AnyCollection = Collection<{ id: string }>;

export const collectionsOf = (state: State): AnyCollection[] =>
  Object.values(state) as unknown as AnyCollection[];

/**
 * Keeps the state on disk without a request ever waiting: changed objects are gathered and appended every few
 * milliseconds. A batch counts only with its end mark, so a torn write never yields half a transaction.
 */
export class Journal {
  private file: FileHandle | null = null;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly log: ChangeLog,
    private readonly state: State,
  ) {}

  /** Reads what is there, rewrites it without its history, and starts to append. */
  static async open(directory: string, log: ChangeLog, state: State): Promise<Journal> {
    mkdirSync(directory, { recursive: true });
    const file = path.join(directory, "journal.jsonl");
    if (existsSync(file)) load(readFileSync(file, "utf8"), state);
    compact(file, state);
    log.isJournaled = true;
    const journal = new Journal(log, state);
    journal.file = await open(file, "a");
    journal.timer = setInterval(() => journal.flush(), FLUSH_MS);
    journal.timer.unref();
    return journal;
  }

  /** Appends what changed since the last call; resolves when the operating system has it. */
  flush(): Promise<void> {
    if (this.log.unwritten.size === 0 || this.log.isOpen) return this.writing;
    const lines: string[] = [];
    for (const collection of collectionsOf(this.state)) {
      const ids = this.log.unwritten.get(collection.name);
      if (ids) for (const id of ids) lines.push(lineOf(collection, id));
    }
    this.log.unwritten.clear();
    lines.push(BATCH_END, "");
    const text = lines.join("\n");
    this.writing = this.writing.then(async () => {
      await this.file?.appendFile(text);
    });
    this.writing.catch((error: unknown) =>
      console.error(`local stripe: the journal cannot be written: ${error}`),
    );
    return this.writing;
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.flush();
    await this.file?.close();
    this.file = null;
  }
}

function lineOf(collection: AnyCollection, id: string): string {
  const value = collection.find(id);
  return JSON.stringify(value ? [collection.name, id, value] : [collection.name, id]);
}

/** All objects as journal text; also the form of a named snapshot. */
export function dump(state: State): string {
  const lines: string[] = [];
  for (const collection of collectionsOf(state))
    for (const value of collection.oldestFirst())
      lines.push(JSON.stringify([collection.name, value.id, value]));
  lines.push(BATCH_END, "");
  return lines.join("\n");
}

/** Puts the objects of a journal's complete batches in place, then lets the due queue see them. */
export function load(text: string, state: State): void {
  const collections = new Map(collectionsOf(state).map((collection) => [collection.name, collection]));
  let batch: [string, string, { id: string }?][] = [];
  for (const line of text.split("\n")) {
    if (line === BATCH_END) {
      for (const [name, id, value] of batch) collections.get(name)?.load(id, value);
      batch = [];
    } else if (line) {
      const entry = parseLine(line);
      if (!entry) break;
      batch.push(entry);
    }
  }
  for (const collection of collections.values()) collection.announceAll();
}

function parseLine(line: string): [string, string, { id: string }?] | null {
  try {
    return JSON.parse(line) as [string, string, { id: string }?];
  } catch {
    // the last line of a process that was killed: everything before it is whole
    return null;
  }
}

function compact(file: string, state: State): void {
  const temporary = `${file}.new`;
  const handle = openSync(temporary, "w");
  writeSync(handle, dump(state));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(temporary, file);
}
