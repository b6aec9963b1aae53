/** How one local Stripe is set up. Everything has a default; `server.ts` reads the flags. */
export interface Settings {
  apiKey: string;
  /** Where hosted pages live and links point, without a trailing slash. */
  publicUrl: string;
  account: { id: string; name: string; country: string };
  /** Seconds between the draft of a renewal invoice and its finalisation; Stripe waits about an hour. */
  finalizeAfterSeconds: number;
  /**
   * Days after the first failed payment of an invoice at which it is tried again. Stripe's default "smart retries"
   * make at most 8 tries within 2 weeks at times of their own; a fixed schedule is its documented alternative.
   */
  retryDays: number[];
  /** What becomes of the subscription, and of its invoice, when the last retry has failed. */
  afterLastRetry: "cancel" | "unpaid" | "past_due";
  /** Days before a renewal at which `invoice.upcoming` is sent. */
  upcomingDays: number;
  /** Days an invoice that is sent rather than charged may stay open, when the subscription does not say. */
  defaultDaysUntilDue: number;
  /** Days before its due date that an invoice is announced, and after it that it is called overdue. */
  reminderDays: number;
  overdueDays: number;
  /** Days until a bank debit is paid or comes back; Stripe's take between two and six working days. */
  debitSettlesAfterDays: number;
  /** Seconds until a tax id has been looked up at its authority. */
  taxIdVerifiedAfterSeconds: number;
  /** Seconds that errors of meter events are gathered before they are reported. */
  meterReportAfterSeconds: number;
  /** Events kept; Stripe keeps 30 days. */
  maxEvents: number;
}

export const defaultSettings: Settings = {
  apiKey: "sk_test_local",
  publicUrl: "http://127.0.0.1:4002",
  account: { id: "acct_1LocalStripe000", name: "Local Stripe", country: "US" },
  finalizeAfterSeconds: 3600,
  retryDays: [3, 8, 15],
  afterLastRetry: "cancel",
  upcomingDays: 7,
  defaultDaysUntilDue: 30,
  reminderDays: 3,
  overdueDays: 1,
  debitSettlesAfterDays: 3,
  taxIdVerifiedAfterSeconds: 2,
  meterReportAfterSeconds: 10,
  maxEvents: 50_000,
};
