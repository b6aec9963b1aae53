/** How long a process believes that a session still runs without asking the identity again. */
const BELIEVE_MS = 5_000;
const MOST_SESSIONS = 10_000;

interface Beliefs {
  readonly until: Map<string, number>;
  /** How many sessions this process has ended. */
  ends: number;
}
// Next keeps module instances apart for pages and routes: what a route ended must be over for the pages too.
const process = globalThis as unknown as { meterhouseSessions?: Beliefs };
const beliefs = (): Beliefs => {
  process.meterhouseSessions ??= { until: new Map(), ends: 0 };
  return process.meterhouseSessions;
};

/** Whether a session runs. A yes is believed for five seconds, a no never. */
export async function believeSession(sessionId: string, ask: () => Promise<boolean>): Promise<boolean> {
  const known = beliefs();
  if ((known.until.get(sessionId) ?? 0) > Date.now()) return true;
  const endsBefore = known.ends;
  const runs = await ask();
  known.until.delete(sessionId);
  // An answer that was on its way while a session was ended may be older than the end.
  if (!runs || known.ends !== endsBefore) return runs;
  if (known.until.size >= MOST_SESSIONS) known.until.clear();
  known.until.set(sessionId, Date.now() + BELIEVE_MS);
  return true;
}

/** Called once a session has been ended: from here on this process asks again. */
export function forgetSession(sessionId: string): void {
  beliefs().ends += 1;
  beliefs().until.delete(sessionId);
}
