/** Counts how often code of the test app ran, by name. */
export interface Counters {
  /** Counts one more and returns how many it is now. */
  bump(name: string): number;
  get(name: string): number;
}

export function createCounters(): Counters {
  const counts = new Map<string, number>();
  return {
    bump(name) {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return count;
    },
    get: (name) => counts.get(name) ?? 0,
  };
}
