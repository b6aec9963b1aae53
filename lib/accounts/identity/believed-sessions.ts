/** How long a process believes that a session still runs without asking the identity again. */
const BELIEVE_MS = 5_000;
/** Clerk's tokens live for a minute: longer than that nobody can show one of a session that was ended. */
const REMEMBER_END_MS = 5 * 60_000;
const MOST_SESSIONS = 10_000;

interface Beliefs {
  /** Running sessions, until when they are believed. */
  readonly running: Map<string, number>;
  /** Ended sessions, until when that is remembered. */
  readonly ended: Map<string, number>;
}
// Next keeps module instances apart for pages and routes: what a route ended must be over for the pages too.
const process = globalThis as unknown as { meterhouseSessions?: Beliefs };
const beliefs = (): Beliefs => {
  process.meterhouseSessions ??= { running: new Map(), ended: new Map() };
  return process.meterhouseSessions;
};

/** Whether this process has ended the session, or was told that it was ended. */
export const isSessionOver = (sessionId: string): boolean =>
  (beliefs().ended.get(sessionId) ?? 0) > Date.now();

/** Whether a session runs. A yes is believed for five seconds, a no never. */
export async function believeSession(sessionId: string, ask: () => Promise<boolean>): Promise<boolean> {
  if (isSessionOver(sessionId)) return false;
  const { running } = beliefs();
  if ((running.get(sessionId) ?? 0) > Date.now()) return true;
  const runs = await ask();
  running.delete(sessionId);
  // An answer that was on its way while the session was ended may be older than the end.
  if (!runs || isSessionOver(sessionId)) return false;
  if (running.size >= MOST_SESSIONS) running.clear();
  running.set(sessionId, Date.now() + BELIEVE_MS);
  return true;
}

/** Called once a session has been ended: from here on it opens nothing in this process. */
export function noteSessionOver(sessionId: string): void {
  const { running, ended } = beliefs();
  running.delete(sessionId);
  if (ended.size >= MOST_SESSIONS) ended.clear();
  ended.set(sessionId, Date.now() + REMEMBER_END_MS);
}
