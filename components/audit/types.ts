import type { AuditEntryView } from "@/lib/accounts/schemas";

export type AuditEntry = AuditEntryView;

export type Choice = { value: string; label: string };

/** What the page is narrowed down to, as it stands in the address. Empty: not narrowed. */
export type AuditFilterValues = {
  actor: string;
  action: string;
  target: string;
  /** Days in the viewer's zone. */
  from: string;
  to: string;
};

export type ChainNoteData =
  | { state: "empty" }
  | { state: "verified"; entries: number; checkedAt: string }
  | { state: "broken"; sequence: number; difference: string; checkedAt: string };

export type AuditPageData = {
  accountName: string;
  entries: readonly AuditEntry[];
  actors: readonly Choice[];
  actions: readonly Choice[];
  filters: AuditFilterValues;
  /** The filters as the API takes them, for the export. */
  exportQuery: string;
  /** Name of the viewer's time zone, in which the days of the filter begin. */
  timeZone: string;
  /** Links to older entries and back to the newest; null when there are none. */
  olderHref: string | null;
  newestHref: string | null;
};
