/** Puts values in a random order, in place. */
export function shuffle<T>(values: T[]): void {
  for (let at = values.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    const a = values[at] as T;
    values[at] = values[other] as T;
    values[other] = a;
  }
}
