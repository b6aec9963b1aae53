/** Names of the icons that navigation, notices and commands may use. */
export type IconName =
  | "alerts"
  | "analytics"
  | "api-key"
  | "audit"
  | "backup"
  | "billing"
  | "catalog"
  | "credits"
  | "customers"
  | "disputes"
  | "flags"
  | "inbox"
  | "jobs"
  | "license"
  | "overview"
  | "recovery"
  | "revenue"
  | "settings"
  | "team"
  | "usage"
  | "webhooks";

/** One page in the rail. Pass only pages that exist. `count` is shown at the right, zero is hidden. */
export type NavItem = {
  href: string;
  /** Start of the addresses that lie under it, when that is not its own. */
  covers?: string | undefined;
  label: string;
  icon: IconName;
  count?: number | undefined;
  /** Crumbs that stand before this page: Settings before API keys. */
  trail?: readonly Crumb[] | undefined;
};

/** A block of navigation. `label` names it for screen readers, `heading` is printed above it. */
export type NavGroup = { label: string; heading?: string | undefined; items: readonly NavItem[] };

/** An account the person may act for. */
export type AccountChoice = {
  slug: string;
  name: string;
  kind: "personal" | "organization";
  /** The person's role there. */
  detail: string;
  /** Addresses of its pages that the person can open. */
  pages: readonly string[];
};

/** The signed-in person. */
export type Viewer = {
  name: string;
  email: string;
  /** The way to the other side of the house, for platform admins. */
  otherSide?: { href: string; label: string } | undefined;
  /** Path of their picture on this site; null shows the initials. */
  avatarUrl?: string | null | undefined;
};

/** One step of the breadcrumb; the last has no `href`. */
export type Crumb = { label: string; href?: string | undefined };

/** The bell: where the inbox is and how much of it is unread. */
export type InboxState = { href: string; unread: number };

/** A local service in place of a real one, shown in the footer so nobody mistakes it. */
export type StandIn = { name: string; standIn: string; url?: string | undefined };

/** Where a form posts: a URL (method POST) or a server action. */
export type FormTarget = string | ((form: FormData) => void | Promise<void>);
