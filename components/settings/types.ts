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
  /** Requests in the current hour; null hides the column's figure. */
  usedThisHour: number | null;
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
  /** Most live keys an account may have; null when there is no limit. */
  maxKeys: number | null;
  /** Requests an hour the plan allows; null when unlimited. */
  hourlyLimit: number | null;
  scopes: readonly ApiKeyScope[];
  /** Whether the viewer's role may make keys; yes unless told. */
  mayCreate?: boolean | undefined;
  now: string;
};

/** One settings page in the tabs. */
export type SettingsTab = { href: string; label: string };
