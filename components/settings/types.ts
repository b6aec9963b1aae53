/** An API key as listed. Never carries the key itself. */
export type ApiKeyRow = {
  id: string;
  name: string;
  /** First characters, "mh_live_2Vd8". */
  prefix: string;
  scopes: readonly string[];
  createdAt: string;
  createdBy: string | null;
  lastUsedAt: string | null;
  expiresAt: string | null;
  /** Address of the last call. */
  lastUsedIp: string | null;
  /** The key that replaced it. It works until it ends, and does not count towards the most there can be. */
  successorId: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
  /** Whether the viewer may rotate and revoke it; yes unless told. */
  manageable?: boolean | undefined;
};

export type ApiKeyScope = { name: string; allows: string };

/** Answer of creating or rotating a key: the only time the key is known. */
export type CreatedApiKey = {
  id: string;
  name: string;
  key: string;
  prefix: string;
  scopes: readonly string[];
};

export type NewApiKey = { name: string; scopes: readonly string[]; expiresAt: string | null };

export type ApiKeysData = {
  accountName: string;
  planName: string;
  keys: readonly ApiKeyRow[];
  /** Most live keys an account may have. */
  maxKeys: number;
  /** Requests an hour the plan allows; null when unlimited. */
  hourlyLimit: number | null;
  scopes: readonly ApiKeyScope[];
  /** Whether the viewer's role may make keys; yes unless told. */
  mayCreate?: boolean | undefined;
  now: string;
};

/** One settings page in the tabs. */
export type SettingsTab = { href: string; label: string };

/** How a person reads numbers, dates and colours. */
export type Preferences = {
  locale: string;
  timeZone: string;
  currency: string | null;
  theme: "system" | "light" | "dark";
};

export type PersonProfile = {
  name: string;
  email: string;
  avatarUrl: string | null;
  emailChangedAt: "clerk" | "nowhere";
};

/** One kind of e-mail. */
export type NotificationRow = {
  kind: string;
  group: "billing" | "usage" | "team" | "security";
  name: string;
  description: string;
  email: { enabled: boolean; lockedReason: string | null };
};

/** Whose data a copy holds. */
export type ExportSubject = "account" | "person";

/** A copy of data that somebody asked for. */
export type ExportRow = {
  id: string;
  format: "json" | "csv";
  status: "queued" | "running" | "ready" | "failed" | "expired";
  requestedByName: string;
  filesDone: number;
  filesTotal: number;
  rows: number;
  sizeBytes: number | null;
  failure: string | null;
  createdAt: string;
  expiresAt: string | null;
  downloadPath: string | null;
};
