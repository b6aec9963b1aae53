/** What an audit list is narrowed down to. Everything left out does not narrow. */
export interface AuditFilters {
  /** A person's or a key's id, or one of the kinds of actors that are no person. */
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly targetId?: string | undefined;
  /** ISO 8601; from this instant on. */
  readonly from?: string | undefined;
  /** ISO 8601; before this instant. */
  readonly to?: string | undefined;
}

/** Actors that are filtered by kind: each of their runs has an id of its own. */
export const ACTOR_KINDS = ["api_key", "job", "webhook", "system"] as const;

export const isActorKind = (actor: string): boolean => (ACTOR_KINDS as readonly string[]).includes(actor);
