import { describe, expect, test } from "vitest";
import { equalsConstantTime, hashSecret, randomSecret, sha256 } from "@/lib/platform/crypto";

describe("randomSecret", () => {
  test.each([0, 1, 6, 32, 255])("has exactly %i characters of base 62", (length) => {
    expect(randomSecret(length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`));
  });

  test("draws every character equally often", () => {
    const draws = 620_000;
    const counts = new Map<string, number>();
    for (const letter of randomSecret(draws)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(62);
    const expected = draws / 62;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // 61 degrees of freedom: 130 is passed by chance less than once in a million runs. Taking each byte modulo
    // 62 would favour eight letters by a quarter, which gives a value above 4,000 here.
    expect(chiSquare).toBeLessThan(130);
  });

  test("does not repeat itself", () => {
    expect(new Set(Array.from({ length: 2_000 }, () => randomSecret(12))).size).toBe(2_000);
  });
});

describe("hashSecret", () => {
  const pepper = "ab".repeat(32);
  test("is HMAC-SHA-256 with the pepper's bytes", () => {
    // printf mh_live_x | openssl dgst -sha256 -mac HMAC -macopt hexkey:abab...
    expect(hashSecret("mh_live_x", pepper).toString("hex")).toBe(
      "d163e1cae2cdd51d4a95d9dd7b5f4554e6de04848baa8400d8f01eaff7bc3e3d",
    );
    expect(hashSecret("mh_live_x", pepper.toUpperCase())).toEqual(hashSecret("mh_live_x", pepper));
  });
  test("differs by secret and by pepper", () => {
    expect(hashSecret("a", pepper)).not.toEqual(hashSecret("b", pepper));
    expect(hashSecret("a", pepper)).not.toEqual(hashSecret("a", "cd".repeat(32)));
  });
  test("is not the plain hash of the secret", () => {
    expect(hashSecret("a", pepper)).not.toEqual(sha256("a"));
  });
});

test("sha256 gives the known digest of the empty string and of bytes", () => {
  expect(sha256("").toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256(Buffer.from("abc"))).toEqual(sha256("abc"));
});

describe("equalsConstantTime", () => {
  test.each([
    ["", "", true],
    ["secret", "secret", true],
    ["secret", "secreT", false],
    ["secret", "secret ", false],
    ["", "a", false],
    ["ä", "a\u0308", false],
  ])("says of %j and %j: %s", (left, right, equal) => {
    expect(equalsConstantTime(left, right)).toBe(equal);
  });
});
