import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkSignature, encodeAnchor, makeAnchor, readAnchors } from "@/lib/accounts/audit/anchor";

function makeKeys() {
  return generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

const heads = [
  { accountId: "0193e5a0-0000-7000-8000-0000000000aa", sequence: 17, hash: "ab".repeat(32) },
  { accountId: null, sequence: 2, hash: "cd".repeat(32) },
];
const takenAt = new Date("2026-11-21T02:41:00Z");

describe("an anchor", () => {
  const { privateKey, publicKey } = makeKeys();
  const signed = makeAnchor(heads, takenAt, privateKey);

  test("is signed over a line for each head", () => {
    expect(encodeAnchor(signed)).toBe(
      [
        "meterhouse.audit.anchor.v1",
        "2026-11-21T02:41:00.000Z",
        `0193e5a0-0000-7000-8000-0000000000aa 17 ${"ab".repeat(32)}`,
        `installation 2 ${"cd".repeat(32)}`,
        "",
      ].join("\n"),
    );
  });

  test("is checked with the public key, and with the private one that made it", () => {
    expect(checkSignature(signed, publicKey)).toBe("valid");
    expect(checkSignature(signed, privateKey)).toBe("valid");
  });

  test("is refused when anything that it says was changed", () => {
    const [head] = heads;
    if (!head) throw new Error("There is a head.");
    for (const forged of [
      { ...signed, takenAt: "2026-11-21T02:42:00.000Z" },
      { ...signed, heads: heads.slice(1) },
      { ...signed, heads: [{ ...head, sequence: 16 }, ...heads.slice(1)] },
      { ...signed, heads: [{ ...head, hash: "ac".repeat(32) }, ...heads.slice(1)] },
      { ...signed, heads: [{ ...head, accountId: null }, ...heads.slice(1)] },
    ]) {
      expect(checkSignature(forged, publicKey)).toBe("invalid");
    }
  });

  test("says when it is not signed, when there is no key to check with, and when the key is another", () => {
    expect(checkSignature(makeAnchor(heads, takenAt, null), publicKey)).toBe("unsigned");
    expect(checkSignature(signed, null)).toBe("not checked");
    expect(checkSignature(signed, makeKeys().publicKey)).toBe("unknown key");
  });

  test("is read back from its file and from lines of the log", () => {
    expect(readAnchors(JSON.stringify(signed, null, 2))).toEqual([signed]);
    const log = [
      '{"msg":"request"}',
      JSON.stringify({ level: "info", anchor: signed }),
      "plain text",
      "",
    ].join("\n");
    expect(readAnchors(`${log}${JSON.stringify({ anchor: signed })}`)).toEqual([signed, signed]);
  });

  test("is refused when there is none, or one of another shape", () => {
    expect(() => readAnchors('{"msg":"request"}')).toThrow("holds no anchor");
    expect(() => readAnchors("")).toThrow("holds no anchor");
    expect(() => readAnchors(JSON.stringify({ ...signed, format: "other" }))).toThrow();
    expect(() => readAnchors(JSON.stringify({ ...signed, heads: [{ sequence: 0 }] }))).toThrow();
  });
});
