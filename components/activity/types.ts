import type { Activity as ActivityItem } from "@/lib/accounts/schemas";

export type { ActivityItem };

/** What happened on one day, newest first. */
export type ActivityDay = {
  /** The day in the viewer's zone, `2026-11-21`. */
  day: string;
  /** "Today", "Yesterday", "18 Nov 2026". */
  label: string;
  items: readonly ActivityItem[];
};

export type ActivityPageData = {
  accountName: string;
  days: readonly ActivityDay[];
  kinds: readonly { value: string; label: string }[];
  /** Empty: all kinds. */
  kind: string;
  olderHref: string | null;
  newestHref: string | null;
  now: string;
};
