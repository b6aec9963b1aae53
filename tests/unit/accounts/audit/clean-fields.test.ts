import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanFields, HIDDEN, hideText } from "@/lib/accounts/audit/clean-fields";

const secrets = [
  "mh_live_6Qf2Lr9sXw1TzVb8KdNp4HyMc3Ga7UeJ",
  "sk_test_51HxAbCdEfGh",
  "rk_live_51HxAbCdEfGh",
  "whsec_abcdef0123456789",
  "signkey-prod-0123456789abcdef",
  "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
  "-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----",
  "ada@larkfield.example",
  "Ada.Okafor+billing@mail.larkfield.example",
];

describe("what is kept of a change", () => {
  test("is only what differs", () => {
    const kept = cleanFields(
      { name: "production", scopes: ["usage:read"], limit: 5 },
      { name: "production", scopes: ["usage:read", "usage:write"], limit: null },
    );
    expect(kept).toEqual({
      before: { scopes: ["usage:read"], limit: 5 },
      after: { scopes: ["usage:read", "usage:write"], limit: null },
    });
  });

  test("keeps a field that came or went", () => {
    expect(cleanFields({ role: "viewer" }, { seat: 3 })).toEqual({
      before: { role: "viewer" },
      after: { seat: 3 },
    });
  });

  test("is everything when a thing was made or removed", () => {
    expect(cleanFields(undefined, { name: "CI" })).toEqual({ before: null, after: { name: "CI" } });
    expect(cleanFields({ name: "CI" }, undefined)).toEqual({ before: { name: "CI" }, after: null });
  });

  test("holds instants as text and leaves out what is not defined", () => {
    const at = new Date("2026-11-21T14:05:00Z");
    expect(cleanFields({ at }, { at: new Date(at), until: at, gone: undefined })).toEqual({
      before: {},
      after: { until: "2026-11-21T14:05:00.000Z" },
    });
  });

  test.each([
    "email",
    "billingEmail",
    "new_email",
    "keyHash",
    "token",
    "sessionToken",
    "clientSecret",
    "password",
    "address",
    "phone",
    "last4",
    "fingerprint",
  ])("never holds the value of %s, only that it changed", (name) => {
    const kept = cleanFields({ [name]: "one" }, { [name]: { two: "three" } });
    expect(kept).toEqual({ before: { [name]: HIDDEN }, after: { [name]: HIDDEN } });
  });

  test.each(["keyId", "apiKeyId", "emailsSent".replace("emails", "messages"), "tokens", "hashtag"])(
    "holds the value of %s, which is none",
    (name) => {
      expect(cleanFields(undefined, { [name]: "one" }).after).toEqual({ [name]: "one" });
    },
  );

  test.each(secrets)("hides %s inside any text, however deep it lies", (secret) => {
    const text = `before ${secret}`;
    const kept = cleanFields({ name: text }, { name: "x", list: [text, { deep: text }] });
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(kept.before).toEqual({ name: `before ${HIDDEN}` });
    expect(hideText(text)).toBe(`before ${HIDDEN}`);
  });

  test("leaves ordinary names and ids alone", () => {
    for (const text of [
      "production-eu",
      "in_1QabcDEF",
      "cus_123",
      "mh_live",
      "a @ b",
      "pro_monthly",
      "50 % off",
    ]) {
      expect(hideText(text)).toBe(text);
    }
  });

  test("is the same however often it is cleaned", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        const once = cleanFields(undefined, fields).after ?? {};
        expect(cleanFields(undefined, once).after).toEqual(once);
      }),
    );
  });
});
