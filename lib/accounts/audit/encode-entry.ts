import { sha256 } from "@/lib/platform/crypto";

/** Version of the encoding, and its first line. */
const ENCODING = "meterhouse.audit.v1";

/** Bytes of a hash, and the hash before a chain's first entry. */
export const HASH_BYTES = 32;
export const ZERO_HASH = Buffer.alloc(HASH_BYTES).toString("hex");

/** An entry as text, field by field: exactly what is hashed. Null where the column is null. */
export interface EntryText {
  readonly sequence: string;
  /** 64 hexadecimal digits; zeros for the first entry. */
  readonly previousHash: string;
  readonly id: string;
  readonly accountId: string | null;
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  /** JSON as Postgres writes a jsonb value. */
  readonly before: string | null;
  readonly after: string | null;
  readonly requestId: string | null;
  readonly ip: string | null;
  /** UTC with six decimals, `2026-11-21T14:05:00.000000Z`. */
  readonly occurredAt: string;
}

/** Names of the fields in the order in which they are hashed. */
const FIELDS: readonly (readonly [name: string, key: keyof EntryText])[] = [
  ["sequence", "sequence"],
  ["previous_hash", "previousHash"],
  ["id", "id"],
  ["account_id", "accountId"],
  ["actor_kind", "actorKind"],
  ["actor_id", "actorId"],
  ["action", "action"],
  ["target_kind", "targetKind"],
  ["target_id", "targetId"],
  ["before", "before"],
  ["after", "after"],
  ["request_id", "requestId"],
  ["ip", "ip"],
  ["occurred_at", "occurredAt"],
];

/** The text that is hashed; README.md defines it, and the database computes the same by itself. */
export function encodeEntry(entry: EntryText): string {
  const lines = FIELDS.map(([name, key]) => {
    const value = entry[key];
    return value === null ? `${name}=-\n` : `${name}=${Buffer.byteLength(value)}:${value}\n`;
  });
  return `${ENCODING}\n${lines.join("")}`;
}

/** The entry's hash: SHA-256 of its encoding as UTF-8, in hexadecimal digits. */
export const hashEntry = (entry: EntryText): string => sha256(encodeEntry(entry)).toString("hex");
