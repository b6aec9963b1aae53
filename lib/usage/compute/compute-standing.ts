export interface Standing {
  readonly used: number | null;
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly resetsAt: string | null;
}

/** Where an account stands on a feature. `remaining` never falls below 0, and is null when there is no limit. */
export function computeStanding(row: {
  readonly used: number | null;
  readonly limitValue: number | null;
  readonly resetsAt: Date | null;
}): Standing {
  return {
    used: row.used,
    limit: row.limitValue,
    remaining: row.limitValue === null || row.used === null ? null : Math.max(0, row.limitValue - row.used),
    resetsAt: row.resetsAt?.toISOString() ?? null,
  };
}
