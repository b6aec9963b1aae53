import type { AuditEntry, AuditFilterValues, Choice } from "@/components/audit/types";
import type { InvoiceRow, PlanSummary } from "@/components/billing/types";
import type { LimitReading } from "@/components/usage/types";

export type CustomerRow = {
  id: string;
  href: string;
  name: string;
  slug: string;
  isPersonal: boolean;
  plan: PlanSummary;
  members: number;
  createdAt: string;
};

export type CustomersData = {
  /** What was searched for; empty lists everything. */
  search: string;
  rows: readonly CustomerRow[];
  /** Back to the first page; null when this is it. */
  newestHref: string | null;
  olderHref: string | null;
  now: string;
};

/** A line of a card: what it is, and its value or none. */
export type Fact = { name: string; value: string | null; isId?: boolean | undefined };

export type CustomerMember = { id: string; name: string; email: string; role: string; joinedAt: string };

export type CustomerKey = {
  id: string;
  name: string;
  prefix: string;
  scopes: readonly string[];
  state: "live" | "expired" | "revoked";
  lastUsedAt: string | null;
};

export type CustomerActivity = {
  id: string;
  label: string;
  by: string;
  reason: string | null;
  occurredAt: string;
};

export type CustomerData = {
  id: string;
  name: string;
  createdAt: string;
  owner: string | null;
  plan: PlanSummary;
  /** Why the admin is here, and until when that holds. */
  visit: { reason: string; openedAt: string; endsAt: string };
  subscription: readonly Fact[];
  profile: readonly Fact[];
  limits: readonly LimitReading[];
  invoices: readonly InvoiceRow[];
  members: readonly CustomerMember[];
  keys: readonly CustomerKey[];
  activity: readonly CustomerActivity[];
  now: string;
};

/** An entry of any account's log, or of the installation's. */
export type AdminAuditRow = AuditEntry & {
  /** Whose log it is in; null for the installation's own. */
  account: { name: string; href: string; logHref: string } | null;
  /** False where staff have not said why they look: then it holds no fields, addresses and names. */
  isOpen: boolean;
};

export type AdminAuditData = {
  /** The account that the list is narrowed down to. */
  account: { id: string; name: string } | null;
  rows: readonly AdminAuditRow[];
  actors: readonly Choice[];
  actions: readonly Choice[];
  filters: AuditFilterValues;
  timeZone: string;
  olderHref: string | null;
  newestHref: string | null;
};
