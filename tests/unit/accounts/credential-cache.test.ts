import { beforeEach, describe, expect, test, vi } from "vitest";
import type { LiveApiKey } from "@/lib/accounts/api-keys-repository";
import { installEnvironment } from "@/tests/support/environment";

installEnvironment();
let cache: typeof import("@/lib/accounts/access/credential-cache");
beforeEach(async () => {
  vi.resetModules();
  cache = await import("@/lib/accounts/access/credential-cache");
});

const key = (id: string): LiveApiKey => ({
  id,
  accountId: "a",
  accountSlug: "acme",
  scopes: ["usage:read"],
  expiresAt: null,
  revokedAt: null,
  accountDeleted: false,
  createdBy: null,
  makerRole: null,
});
const NOW = 1_000_000;

describe("a remembered credential", () => {
  test("is believed for five seconds and not a millisecond longer", () => {
    cache.rememberCredential("hash", key("1"), 1_000, NOW);
    expect(cache.recallCredential("hash", NOW + 4_999)).toMatchObject({
      key: { id: "1" },
      requestsAnHour: 1_000,
    });
    expect(cache.recallCredential("hash", NOW + 5_000)).toBeNull();
    expect(cache.recallCredential("hash", NOW)).toBeNull();
  });

  test("is found by its own hash alone", () => {
    cache.rememberCredential("hash", key("1"), 1_000, NOW);
    expect(cache.recallCredential("other", NOW)).toBeNull();
  });

  test("is forgotten by the key's id, under every hash, and no other key with it", () => {
    cache.rememberCredential("one", key("1"), 1_000, NOW);
    cache.rememberCredential("two", key("2"), 1_000, NOW);
    cache.forgetCredential("1");
    expect(cache.recallCredential("one", NOW)).toBeNull();
    expect(cache.recallCredential("two", NOW)).not.toBeNull();
  });

  test("takes no more memory than ten thousand entries, whatever is thrown at it", () => {
    for (let index = 0; index < 10_050; index += 1)
      cache.rememberCredential(`hash${index}`, key(String(index)), 1, NOW);
    const held = Array.from({ length: 10_050 }, (_, index) =>
      cache.recallCredential(`hash${index}`, NOW),
    ).filter(Boolean);
    expect(held.length).toBeLessThanOrEqual(10_000);
    expect(cache.recallCredential("hash10049", NOW)).not.toBeNull();
  });
});
