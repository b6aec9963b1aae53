export type DeletionSubject = "account" | "person";

/** A scheduled deletion. Instants are ISO 8601, UTC. */
export type ScheduledDeletion = {
  requestedAt: string;
  dueAt: string;
  /** True once it can no longer be undone. */
  isErasing: boolean;
  /** Why it waits although it is due; null when nothing is in its way. */
  holdReason: string | null;
};

export type DeletionData = {
  subject: DeletionSubject;
  /** What is deleted, as words: "Larkfield Studio", "your profile". */
  what: string;
  /** What has to be typed to confirm. */
  confirmName: string;
  graceDays: number;
  scheduled: ScheduledDeletion | null;
  losses: {
    members: number;
    apiKeys: number;
    plan: { name: string; until: string | null } | null;
    openInvoices: number;
  };
  /** Organizations that would be left without an owner, with where to hand them over. */
  blockedBy: readonly { name: string; href: string }[];
};
