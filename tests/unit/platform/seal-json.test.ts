import { describe, expect, it } from "vitest";
import { openJson, sealJson } from "@/lib/platform/crypto";

const PEPPER = "ab".repeat(32);
const answer = { data: { key: "mh_live_secret" } };

describe("a sealed answer", () => {
  it("opens to what was sealed", () => {
    expect(openJson(sealJson(answer, PEPPER), PEPPER)).toEqual(answer);
  });

  it("shows nothing of what it holds, and never looks the same twice", () => {
    const [one, two] = [sealJson(answer, PEPPER), sealJson(answer, PEPPER)];
    expect(Buffer.from(one, "base64").toString("latin1")).not.toContain("mh_live_secret");
    expect(one).not.toBe(two);
  });

  it("does not open under another pepper, or after a bit was changed", () => {
    const sealed = sealJson(answer, PEPPER);
    expect(() => openJson(sealed, "cd".repeat(32))).toThrow();
    const bytes = Buffer.from(sealed, "base64");
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => openJson(bytes.toString("base64"), PEPPER)).toThrow();
  });
});
