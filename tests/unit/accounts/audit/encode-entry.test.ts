import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type EntryText, encodeEntry, hashEntry, ZERO_HASH } from "@/lib/accounts/audit/encode-entry";

const first: EntryText = {
  sequence: "1",
  previousHash: ZERO_HASH,
  id: "0193e5a0-0000-7000-8000-000000000001",
  accountId: "0193e5a0-0000-7000-8000-0000000000aa",
  actorKind: "person",
  actorId: "user_ada",
  action: "api_key.created",
  targetKind: "api_key",
  targetId: "0193e5a0-0000-7000-8000-0000000000bb",
  before: null,
  after: '{"name": "Schlüssel", "scopes": ["usage:read"]}',
  requestId: "req-1",
  ip: "203.0.113.7",
  occurredAt: "2026-11-21T14:05:00.000000Z",
};

/** Written out by hand from the definition in README.md. */
const firstText = [
  "meterhouse.audit.v1",
  "sequence=1:1",
  "previous_hash=64:0000000000000000000000000000000000000000000000000000000000000000",
  "id=36:0193e5a0-0000-7000-8000-000000000001",
  "account_id=36:0193e5a0-0000-7000-8000-0000000000aa",
  "actor_kind=6:person",
  "actor_id=8:user_ada",
  "action=15:api_key.created",
  "target_kind=7:api_key",
  "target_id=36:0193e5a0-0000-7000-8000-0000000000bb",
  "before=-",
  'after=48:{"name": "Schlüssel", "scopes": ["usage:read"]}',
  "request_id=5:req-1",
  "ip=11:203.0.113.7",
  "occurred_at=27:2026-11-21T14:05:00.000000Z",
  "",
].join("\n");

describe("the encoding of an audit entry", () => {
  test("is the one that README.md defines, to the letter", () => {
    expect(encodeEntry(first)).toBe(firstText);
  });

  test("is hashed as UTF-8 with SHA-256", () => {
    expect(hashEntry(first)).toBe(createHash("sha256").update(Buffer.from(firstText, "utf8")).digest("hex"));
    // The same text through `sha256sum`.
    expect(hashEntry(first)).toBe("f714481cbc60e1ee661d61698f47a5ca5c2bc03e9d7f7f538ad477f11e6e9bcd");
  });

  test("has the example of README.md, with its hash", () => {
    const readme = readFileSync(new URL("../../../../lib/accounts/audit/README.md", import.meta.url), "utf8");
    expect(readme).toContain(`\`\`\`text\n${firstText}\`\`\``);
    expect(readme).toContain(`Its hash is \`${hashEntry(first)}\`.`);
  });

  test("tells an absent value from an empty one and from a dash", () => {
    const encodings = [null, "", "-", "0:"].map((requestId) => encodeEntry({ ...first, requestId }));
    expect(new Set(encodings).size).toBe(4);
  });

  test("differs wherever a value differs, also where one value imitates the next field", () => {
    const imitated = encodeEntry({
      ...first,
      actorId: "user_ada\naction=15:api_key.revoked",
      action: "api_key.created",
    });
    expect(imitated).not.toBe(encodeEntry({ ...first, actorId: "user_ada", action: "api_key.revoked" }));
    for (const key of Object.keys(first) as (keyof EntryText)[]) {
      expect(hashEntry({ ...first, [key]: `${first[key] ?? ""}x` }), key).not.toBe(hashEntry(first));
    }
  });

  test("counts bytes and not characters", () => {
    expect(encodeEntry({ ...first, actorId: "ü€😀" })).toContain("actor_id=9:ü€😀\n");
  });
});
