import { z } from "zod";

export interface KindFacts {
  readonly group: "billing" | "usage" | "team" | "security";
  readonly name: string;
  /** When it is sent. */
  readonly description: string;
  /** Why it cannot be switched off by e-mail; null when it can. The database refuses the same ones. */
  readonly lockedReason: string | null;
}

const payments = "Without it a plan could end while nobody knows why.";
const safety = "It is how you learn that somebody else is acting for you.";

/** Every kind of notification, in the order in which the page shows them. */
export const notificationKinds = {
  trial_ending: {
    group: "billing",
    name: "Trial ending",
    description: "Before a trial becomes a paid plan",
    lockedReason: null,
  },
  payment_failed: {
    group: "billing",
    name: "Payment failed",
    description: "When a charge is declined, and before each further try",
    lockedReason: payments,
  },
  receipt: {
    group: "billing",
    name: "Receipts",
    description: "After each payment, with the invoice",
    lockedReason: null,
  },
  renewal_upcoming: {
    group: "billing",
    name: "Renewal upcoming",
    description: "Before a plan renews, with the amount",
    lockedReason: null,
  },
  card_expiring: {
    group: "billing",
    name: "Card expiring",
    description: "In the month in which the card on file ends",
    lockedReason: null,
  },
  plan_changed: {
    group: "billing",
    name: "Plan changed",
    description: "When a plan is upgraded, downgraded or paused",
    lockedReason: null,
  },
  subscription_canceled: {
    group: "billing",
    name: "Plan canceled",
    description: "When a plan is canceled, and when it ends",
    lockedReason: null,
  },
  refund: { group: "billing", name: "Refunds", description: "When money is given back", lockedReason: null },
  dispute: {
    group: "billing",
    name: "Disputes",
    description: "When a charge is disputed with the bank, and how it ends",
    lockedReason: null,
  },
  usage_80: {
    group: "usage",
    name: "80% of a limit used",
    description: "Once in each cycle",
    lockedReason: null,
  },
  usage_90: {
    group: "usage",
    name: "90% of a limit used",
    description: "Once in each cycle",
    lockedReason: null,
  },
  usage_100: {
    group: "usage",
    name: "A limit used up",
    description: "When new calls are refused until the reset",
    lockedReason: null,
  },
  team_invited: {
    group: "team",
    name: "Invitations",
    description: "When somebody you invited joins or declines",
    lockedReason: null,
  },
  team_role_changed: {
    group: "team",
    name: "Role changed",
    description: "When your role in an account changes",
    lockedReason: null,
  },
  new_sign_in: {
    group: "security",
    name: "New sign-in",
    description: "When somebody signs in as you on a new device",
    lockedReason: safety,
  },
  api_key_created: {
    group: "security",
    name: "API key created",
    description: "When somebody else makes a key for an account you own",
    lockedReason: safety,
  },
  api_key_expiring: {
    group: "security",
    name: "API key expiring",
    description: "Seven days and one day before a key of yours ends",
    lockedReason: null,
  },
} as const satisfies Record<string, KindFacts>;

export type NotificationKind = keyof typeof notificationKinds;
export const notificationKind = z.enum(
  Object.keys(notificationKinds) as [NotificationKind, ...NotificationKind[]],
);

/** Ways to a person that exist today. */
export const channel = z.enum(["email"]);
export type Channel = z.infer<typeof channel>;

export const isLocked = (kind: NotificationKind, by: Channel): boolean =>
  by === "email" && notificationKinds[kind].lockedReason !== null;
