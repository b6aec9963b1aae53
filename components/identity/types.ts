/** A person the local identity offers for signing in with one click. */
export type DemoPerson = {
  email: string;
  name: string;
  /** "Owner, Larkfield Studio" */
  detail: string;
  badge: { label: string; tone: "neutral" | "brand" | "danger" } | null;
};

/** A running sign-in of the person who looks. */
export type SessionRow = {
  id: string;
  /** "Firefox on Linux"; null when the browser does not say. */
  device: string | null;
  ip: string | null;
  startedAt: string;
  lastActiveAt: string;
  isCurrent: boolean;
};
