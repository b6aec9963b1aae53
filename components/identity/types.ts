/** A person the local identity offers for signing in with one click. */
export type DemoPerson = {
  email: string;
  name: string;
  /** "Owner, Larkfield Studio" */
  detail: string;
  badge: { label: string; tone: "neutral" | "brand" | "danger" } | null;
};
