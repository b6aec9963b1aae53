import type { Collection } from "./collection";
import type { State } from "./open-state";

/** The line that ends a batch: what comes after the last one was never whole. */
export const BATCH_END = '["#"]';

export type Collections = readonly Collection<{ id: string }>[];

/** Lines joined into one piece of text; whole files as one string would not fit in one. */
const LINES_A_PIECE = 2_000;

export const collectionsOf = (state: State): Collections => Object.values(state) as unknown as Collections;

/** All objects as journal text, piece by piece; also the form of a named snapshot. */
export function* dump(collections: Collections): Generator<string> {
  let lines: string[] = [];
  for (const collection of collections)
    for (const value of collection.oldestFirst()) {
      lines.push(JSON.stringify([collection.name, value.id, value]));
      if (lines.length < LINES_A_PIECE) continue;
      yield `${lines.join("\n")}\n`;
      lines = [];
    }
  yield [...lines, BATCH_END, ""].join("\n");
}
