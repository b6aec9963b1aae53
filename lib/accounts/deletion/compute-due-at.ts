const DAY_MS = 86_400_000;

/** When a deletion asked for now is carried out: whole days of 24 hours later, UTC. */
export const computeDueAt = (requestedAt: Date, graceDays: number): Date =>
  new Date(requestedAt.getTime() + graceDays * DAY_MS);
