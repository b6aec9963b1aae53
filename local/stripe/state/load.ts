import { closeSync, copyFileSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { BATCH_END, type Collections } from "./dump";

type Entry = [string, string, { id: string }?];

const PIECE_BYTES = 4 * 1_048_576;

/**
 * Puts the objects of a journal's complete batches in place, then lets the due queue see them. A process that was
 * killed while it wrote leaves half a batch, which nobody was told of: it is dropped, and said. Anything else that
 * cannot be read is damage: what came before it is loaded, and the file is kept aside.
 */
export function loadFile(file: string, collections: Collections): void {
  const byName = new Map(collections.map((collection) => [collection.name, collection]));
  let batch: Entry[] = [];
  let number = 0;
  let damagedAt = 0;
  let after = 0;
  for (const line of linesOf(file)) {
    number++;
    if (damagedAt > 0) {
      if (line !== "") after++;
      continue;
    }
    if (line === BATCH_END) {
      for (const [name, id, value] of batch) byName.get(name)?.load(id, value);
      batch = [];
      continue;
    }
    const entry = line === "" ? null : readEntry(line);
    if (entry) batch.push(entry);
    else if (line !== "") damagedAt = number;
  }
  for (const collection of collections) collection.announceAll();
  const dropped = batch.length + (damagedAt > 0 ? 1 : 0);
  if (after > 0) {
    const kept = `${file}.damaged`;
    copyFileSync(file, kept);
    console.error(
      `local stripe: line ${damagedAt} of ${file} cannot be read. The state before it is loaded, ${after} lines after it are not; the whole file is kept as ${kept}.`,
    );
  } else if (dropped > 0)
    console.error(
      `local stripe: ${file} ends in the middle of a write, as after a kill or a power cut. The last ${dropped} unfinished changes are dropped; everything that was answered for is there.`,
    );
}

/** Puts the objects of a snapshot in place. */
export function loadText(text: string, collections: Collections): void {
  const byName = new Map(collections.map((collection) => [collection.name, collection]));
  for (const line of text.split("\n")) {
    if (line === "" || line === BATCH_END) continue;
    const [name, id, value] = JSON.parse(line) as Entry;
    byName.get(name)?.load(id, value);
  }
  for (const collection of collections) collection.announceAll();
}

function readEntry(line: string): Entry | null {
  try {
    const entry: unknown = JSON.parse(line);
    return Array.isArray(entry) && typeof entry[0] === "string" ? (entry as Entry) : null;
  } catch {
    // torn or damaged: the caller says which
    return null;
  }
}

/** Line by line, because a whole journal may be longer than a string can be. */
function* linesOf(file: string): Generator<string> {
  const descriptor = openSync(file, "r");
  const decoder = new StringDecoder("utf8");
  const piece = Buffer.alloc(PIECE_BYTES);
  let rest = "";
  try {
    for (;;) {
      const count = readSync(descriptor, piece, 0, piece.length, null);
      if (count === 0) break;
      const lines = (rest + decoder.write(piece.subarray(0, count))).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    yield rest + decoder.end();
  } finally {
    closeSync(descriptor);
  }
}
