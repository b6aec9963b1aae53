import { describe, expect, test } from "vitest";
import type { Session } from "@/lib/accounts";
import { computeVerifiedAt, isRecentSignIn, requireRecentSignIn } from "@/lib/accounts/identity/verification";

const NOW = new Date("2026-11-21T12:00:00Z");
const iat = NOW.getTime() / 1_000;
const clock = { now: () => NOW };
const sessionOf = (verifiedAt: Date | null): Session => ({
  personId: "user_1",
  sessionId: "sess_1",
  verifiedAt,
  providerToken: null,
});
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1_000);

describe("the time of the last proof", () => {
  test.each([
    ["just now", [0, -1], ago(0)],
    ["nine minutes before the token", [9, -1], ago(540)],
    ["long before, although the second factor was checked just now", [300, 0], ago(18_000)],
  ])("is %s", (_when, fva, expected) => {
    expect(computeVerifiedAt({ iat, fva })).toEqual(expected);
  });

  test.each([
    ["no fva", { iat }],
    ["no iat", { fva: [0, -1] }],
    ["a first factor that was never checked", { iat, fva: [-1, -1] }],
    ["a negative age", { iat, fva: [-5, -1] }],
    ["one number", { iat, fva: [0] }],
    ["a third number", { iat, fva: [0, 0, 0] }],
    ["a number alone", { iat, fva: 0 }],
    ["text", { iat, fva: ["0", "-1"] }],
    ["fractions", { iat, fva: [0.5, -1] }],
    ["null", { iat, fva: null }],
    ["an age that no date can hold", { iat, fva: [Number.MAX_SAFE_INTEGER, -1] }],
    ["an iat that is text", { iat: String(iat), fva: [0, -1] }],
    ["an iat of zero", { iat: 0, fva: [0, -1] }],
  ])("is unknown with %s", (_what, claims) => {
    expect(computeVerifiedAt(claims)).toBeNull();
  });
});

describe("a sign-in", () => {
  test.each([
    ["this second", 0, true],
    ["ten minutes ago to the second", 600, true],
    ["a second longer ago", 601, false],
    ["hours ago", 7_200, false],
    ["half a minute ahead of our clock", -30, true],
    ["further ahead than clocks differ", -31, false],
  ])("of %s is recent: %#", (_when, seconds, recent) => {
    expect(isRecentSignIn(sessionOf(ago(seconds)), clock)).toBe(recent);
  });

  test("of a time that nobody knows is not recent", () => {
    expect(isRecentSignIn(sessionOf(null), clock)).toBe(false);
  });

  test("that is not recent is refused by name, with what would do", () => {
    expect(() => requireRecentSignIn(sessionOf(null), clock)).toThrow(
      expect.objectContaining({
        status: 403,
        code: "REVERIFICATION_REQUIRED",
        details: { afterMinutes: 10 },
        message: expect.stringMatching(/^Confirm it is you first/),
      }),
    );
    expect(() => requireRecentSignIn(sessionOf(NOW), clock)).not.toThrow();
  });
});
