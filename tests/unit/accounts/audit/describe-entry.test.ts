import { describe, expect, test } from "vitest";
import { describeEntry, type EntryFacts, type Wording } from "@/lib/accounts/audit/describe-entry";

const wording: Wording = {
  viewerId: "user_ada",
  personName: (id) => (id === "user_tom" ? "Tom Reyes" : null),
  formatDate: (iso) => `on ${iso.slice(0, 10)}`,
  formatTime: (iso) => `at ${iso.slice(0, 16)}`,
  formatMoney: (amount, currency) => `${(amount / 100).toFixed(2)} ${currency}`,
};
const ada = { kind: "person", id: "user_ada", name: "Ada Okafor" };
const mei = { kind: "person", id: "user_mei", name: "Mei Tanaka" };
const tom = { kind: "person", id: "user_tom", name: "Tom Reyes" };
const stripe = { kind: "webhook", id: "stripe:evt_1", name: null };
const key = { kind: "api_key", id: "key-1", name: "production-eu" };

const say = (facts: Partial<EntryFacts>, as: Wording = wording) =>
  describeEntry(
    { action: "account.created", actor: mei, target: key, before: null, after: null, ...facts },
    as,
  );

describe("an entry in plain words", () => {
  test.each<[string, Partial<EntryFacts>]>([
    ["Mei Tanaka revoked the API key production-eu", { action: "api_key.revoked" }],
    ["You revoked the API key production-eu", { action: "api_key.revoked", actor: ada }],
    [
      "You changed Tom Reyes’s role from viewer to member",
      {
        action: "member.role_changed",
        actor: ada,
        target: tom,
        before: { role: "viewer" },
        after: { role: "member" },
      },
    ],
    [
      "Mei Tanaka changed your role from viewer to member",
      { action: "member.role_changed", target: ada, before: { role: "viewer" }, after: { role: "member" } },
    ],
    ["Mei Tanaka removed you from the account", { action: "member.removed", target: ada }],
    [
      "You handed the account over to Tom Reyes",
      { action: "account.ownership_transferred", actor: ada, after: { ownerId: "user_tom" } },
    ],
    [
      "Stripe: invoice MH-0004 was paid, 19.00 usd",
      {
        action: "invoice.paid",
        actor: stripe,
        target: { kind: "invoice", id: "in_1", name: "MH-0004" },
        after: { paid: { amountCents: 1900, currency: "usd" } },
      },
    ],
    [
      "The plan changed from Free to Pro monthly",
      { action: "plan.changed", actor: stripe, before: { price: "free" }, after: { price: "pro_monthly" } },
    ],
    ["The API key production-eu created the account", { action: "account.created", actor: key }],
    ["Meterhouse created the account", { actor: { kind: "system", id: "demo-seed", name: null } }],
    ["A background job created the account", { actor: { kind: "job", id: "x:1", name: null } }],
    [
      "Mei Tanaka exported 1,204 entries of the audit log as csv",
      { action: "audit_log.exported", after: { entries: 1204, format: "csv" } },
    ],
    [
      "Mei Tanaka rotated the API key production-eu; the old one works until at 2026-11-22T14:05",
      { action: "api_key.rotated", after: { oldKeyExpiresAt: "2026-11-22T14:05:00.000Z" } },
    ],
    ["Mei Tanaka changed their own picture", { action: "avatar.updated", target: mei }],
  ])("%s", (sentence, facts) => {
    expect(say(facts)).toBe(sentence);
  });

  test("calls whoever is gone a former member, as actor and as target", () => {
    const gone = { kind: "person", id: "user_gone", name: null };
    expect(say({ actor: gone })).toBe("Former member created the account");
    expect(say({ action: "member.removed", target: gone })).toBe(
      "Mei Tanaka removed Former member from the account",
    );
  });

  test("says the shorter sentence when the entry does not hold what the fuller one names", () => {
    const invoice = { kind: "invoice", id: "in_1", name: null };
    expect(say({ action: "invoice.paid", actor: stripe, target: invoice })).toBe(
      "Stripe: an invoice was paid",
    );
    expect(say({ action: "plan.changed", after: { price: "pro_monthly" } })).toBe("The plan changed");
    expect(say({ action: "plan.changed", before: { price: 7 }, after: { price: "x" } })).toBe(
      "The plan changed",
    );
  });

  test("takes a key's name from the entry when the key is gone", () => {
    const gone = { kind: "api_key", id: "key-1", name: null };
    expect(say({ action: "api_key.revoked", target: gone, before: { name: "old" } })).toBe(
      "Mei Tanaka revoked the API key old",
    );
    expect(say({ action: "api_key.revoked", target: gone })).toBe("Mei Tanaka revoked the API key key-1");
  });

  test("names an action of a later version as it is stored", () => {
    expect(say({ action: "robot.dreamed" })).toBe("Mei Tanaka: robot.dreamed");
    expect(say({ action: "constructor" })).toBe("Mei Tanaka: constructor");
  });

  test("speaks of everybody by name to someone who is nobody here", () => {
    expect(say({ action: "api_key.revoked", actor: ada }, { ...wording, viewerId: null })).toBe(
      "Ada Okafor revoked the API key production-eu",
    );
  });
});
