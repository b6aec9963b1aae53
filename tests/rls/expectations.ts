import type { Reader } from "./world";

/**
 * What a reader sees of a table. `denied`: not even the question is allowed. `ours`, `theirs`: the rows of that
 * account. `self`: what belongs to the person alone. Nobody sees more than one account's rows.
 */
export type Sight = "denied" | "nothing" | "self" | "ours" | "theirs" | "everything";
export type Verb = "insert" | "update" | "delete";

export interface TableExpectation {
  /** Column by which rows are told apart here. */
  readonly key: string;
  /** Condition that is true for the rows of the account `$account`; none: the table knows no account. */
  readonly ofAccount?: string;
  /** Condition that is true for what belongs to the person `$person` alone. */
  readonly ofPerson?: string;
  readonly sees: Readonly<Record<Reader, Sight>>;
  /** Columns that no signed-in person may read, although they may read the table. */
  readonly hidden?: readonly string[];
  /**
   * What a living, signed-in person may do to their own rows (`ofPerson`) at the people's door. Without it nobody
   * there may write anything.
   */
  readonly selfMay?: readonly Verb[];
  /** What the application's own door may do. Nobody at all may truncate. */
  readonly systemMay: readonly ("select" | Verb)[];
}

const everything = ["select", "insert", "update", "delete"] as const;
const nobody: Readonly<Record<Reader, Sight>> = {
  anon: "denied",
  newcomer: "denied",
  stranger: "denied",
  owner: "denied",
  admin: "denied",
  billing: "denied",
  member: "denied",
  viewer: "denied",
  deletedMember: "denied",
  formerMember: "denied",
  platformAdmin: "denied",
};
/** Every member of the account, whatever the role; a stranger sees their own account, which is theirs. */
const members: Readonly<Record<Reader, Sight>> = {
  anon: "denied",
  newcomer: "nothing",
  stranger: "theirs",
  owner: "ours",
  admin: "ours",
  billing: "ours",
  member: "ours",
  viewer: "ours",
  deletedMember: "nothing",
  formerMember: "nothing",
  // Staff has no tenant's rights: looking into an account goes through the audited back office.
  platformAdmin: "nothing",
};
const billingRoles = { ...members, member: "nothing", viewer: "nothing" } as const;
/** What is a person's own, whatever the account: everyone sees theirs, a newcomer has none yet. */
const self: Readonly<Record<Reader, Sight>> = {
  anon: "denied",
  newcomer: "nothing",
  stranger: "self",
  owner: "self",
  admin: "self",
  billing: "self",
  member: "self",
  viewer: "self",
  deletedMember: "self",
  formerMember: "self",
  platformAdmin: "self",
};
const systemOnly = { sees: nobody, systemMay: everything };
const ofAccount = "account_id = $account";

/** Every table of the public schema. A table that is missing here fails the matrix. */
export const tables: Readonly<Record<string, TableExpectation>> = {
  people: {
    key: "id",
    ofAccount: "id in (select person_id from public.members where account_id = $account)",
    ofPerson: "id = $person",
    sees: { ...members, deletedMember: "self", formerMember: "self", platformAdmin: "self" },
    systemMay: everything,
  },
  accounts: { key: "id", ofAccount: "id = $account", sees: members, systemMay: everything },
  members: { key: "person_id", ofAccount, sees: members, systemMay: everything },
  role_permissions: {
    key: "permission",
    sees: {
      ...members,
      newcomer: "everything",
      stranger: "everything",
      owner: "everything",
      admin: "everything",
      billing: "everything",
      member: "everything",
      viewer: "everything",
      deletedMember: "everything",
      formerMember: "everything",
      platformAdmin: "everything",
    },
    systemMay: ["select"],
  },
  person_preferences: {
    key: "person_id",
    ofPerson: "person_id = $person",
    sees: self,
    selfMay: ["insert", "update"],
    systemMay: everything,
  },
  notification_preferences: {
    key: "person_id",
    ofPerson: "person_id = $person",
    sees: self,
    selfMay: ["insert", "update"],
    systemMay: everything,
  },
  person_avatars: { key: "person_id", ...systemOnly },
  data_exports: {
    key: "id",
    ofAccount,
    ofPerson: "subject = 'person' and person_id = $person",
    sees: { ...members, billing: "nothing", member: "self", viewer: "nothing" },
    systemMay: everything,
  },
  data_export_files: { key: "export_id", ...systemOnly },
  data_export_chunks: { key: "export_id", ...systemOnly },
  platform_admins: { key: "person_id", ...systemOnly },
  admin_visits: { key: "id", sees: nobody, systemMay: ["select", "insert", "delete"] },
  api_keys: {
    key: "id",
    ofAccount,
    ofPerson: "created_by = $person",
    sees: { ...members, billing: "nothing", member: "self", viewer: "nothing" },
    hidden: ["key_hash", "last_used_ip"],
    systemMay: everything,
  },
  invitations: {
    key: "id",
    ofAccount,
    sees: { ...members, billing: "nothing", member: "nothing", viewer: "nothing" },
    hidden: ["token_hash"],
    systemMay: everything,
  },
  audit_log: {
    key: "id",
    ofAccount,
    sees: { ...members, billing: "nothing", member: "nothing", viewer: "nothing" },
    systemMay: ["select", "insert"],
  },
  audit_chains: {
    key: "account_id",
    ofAccount,
    sees: { ...members, billing: "nothing", member: "nothing", viewer: "nothing" },
    systemMay: ["select"],
  },
  deletions: { key: "id", ofAccount, sees: members, systemMay: ["select", "insert", "update"] },
  provider_events: { key: "id", ...systemOnly },
  outbox: { key: "id", ...systemOnly },
  identity_removals: { key: "id", sees: nobody, systemMay: ["select", "insert"] },
  idempotency_keys: { key: "key", ...systemOnly },
  catalog_versions: { key: "version", ...systemOnly },
  plan_limits: {
    key: "feature",
    sees: {
      anon: "everything",
      newcomer: "everything",
      stranger: "everything",
      owner: "everything",
      admin: "everything",
      billing: "everything",
      member: "everything",
      viewer: "everything",
      deletedMember: "everything",
      formerMember: "everything",
      platformAdmin: "everything",
    },
    systemMay: everything,
  },
  provider_prices: { key: "provider_price_id", ...systemOnly },
  account_plans: { key: "account_id", ofAccount, sees: members, systemMay: everything },
  account_limits: { key: "account_id", ofAccount, sees: members, systemMay: everything },
  customers: { key: "id", ofAccount, sees: billingRoles, systemMay: everything },
  subscriptions: { key: "id", ofAccount, sees: billingRoles, systemMay: everything },
  purchases: { key: "id", ofAccount, sees: billingRoles, systemMay: everything },
  invoices: { key: "id", ofAccount, sees: billingRoles, systemMay: everything },
  invoice_lines: { key: "id", ofAccount, sees: billingRoles, systemMay: everything },
  payment_methods: { key: "id", ofAccount, sees: billingRoles, systemMay: everything },
  checkout_sessions: { key: "id", ofAccount, sees: billingRoles, systemMay: everything },
  provider_leases: { key: "name", ...systemOnly },
  usage_counters: { key: "account_id", ofAccount, sees: members, systemMay: ["select", "insert", "update"] },
  usage_events: { key: "id", ofAccount, sees: members, systemMay: ["select", "insert"] },
  usage_days: { key: "account_id", ofAccount, sees: members, systemMay: ["select", "insert", "update"] },
  usage_warnings: { key: "account_id", ofAccount, sees: members, systemMay: ["select", "insert"] },
};

/** Who may execute each function. A function that is missing here fails the test; `public` is never allowed. */
export const functions: Readonly<Record<string, readonly ("anon" | "authenticated" | "service_role")[]>> = {
  "private.my_account_ids": ["authenticated", "service_role"],
  "private.refuse_change": ["service_role"],
  "private.require_owner": ["service_role"],
  "private.uuid_v7": ["service_role"],
  "private.audit_statement": [],
  "private.chain_audit_entry": [],
  "private.check_audit_head": [],
  "private.guard_audit_head": [],
  "private.usage_window": ["service_role"],
  "private.usage_terms": ["service_role"],
  "private.usage_track": ["service_role"],
  "private.usage_overview": ["service_role"],
  "private.usage_check": ["service_role"],
  "private.usage_erase_properties": ["service_role"],
};

/** Functions that run with their owner's rights, each with the reason. */
export const securityDefiners: Readonly<Record<string, string>> = {
  "private.chain_audit_entry":
    "Moves the head of the audit chain, which nobody who writes entries may touch by themselves.",
  "private.my_account_ids":
    "Policies on members ask it; with the caller's own rights it would ask the policies again.",
  "private.usage_erase_properties":
    "Usage is append-only for the application; this empties the properties of deleted accounts, and nothing else.",
};
