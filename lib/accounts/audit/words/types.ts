/** What a feed is filtered by, and what decides who sees an entry. */
export type ActivityKind = "account" | "team" | "api_keys" | "billing" | "audit" | "person" | "installation";

export interface ActionWords {
  readonly kind: ActivityKind;
  /** The action alone, for a filter or a table: "API key revoked". */
  readonly label: string;
  /** A sentence that can always be said. */
  readonly sentence: string;
  /** A fuller sentence, said when the entry holds everything that it names. */
  readonly detail?: string;
}
