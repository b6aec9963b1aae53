/** Calls at a time: enough to keep a server busy, too few to keep others waiting. */
const AT_ONCE = 4;

/** Does something with each, a few at a time, and fails with the first that fails. */
export async function inTurns<T>(all: readonly T[], act: (each: T) => Promise<unknown>): Promise<void> {
  const waiting = [...all];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
