import { describe, expect, test } from "vitest";
import { filesEndingIn, read } from "./project-files";

/** `===` beside a name that sounds like a secret. Comparing with nothing, a length or a kind tells nothing. */
const NAME = String.raw`[\w.$#]*(?:hash|secret|signature|token|digest|hmac|password|pepper)\w*`;
const HARMLESS = String.raw`(?:undefined|null|""|''|0|true|false|typeof)\b`;
const COMPARES = new RegExp(
  String.raw`(?:\b${NAME}\)?\s*[!=]==\s*(?!${HARMLESS}|["'])\S+|(?<![\w"'])(?!${HARMLESS})[\w.$#]+\s*[!=]==\s*\b${NAME})`,
  "gi",
);

/** Comparisons that look like it and give nothing away, each with the reason. */
const KNOWN: Readonly<Record<string, string>> = {
  "lib/catalog/sync/publish-limits.ts": "The digest of the catalog file, which is public.",
  "lib/platform/env/parse-environment.ts": "Whether two variables are set, not what they hold.",
  "lib/accounts/audit/chain-status.ts":
    "The head of a chain that the reader is shown: whether it has moved since it was verified.",
  "lib/accounts/audit/verify-entries.ts":
    "Hashes of a chain that whoever verifies may read; nobody guesses them byte by byte.",
};

describe("secrets are compared in constant time", () => {
  test("or by the index of the database over their hash, never by ===", () => {
    const found = filesEndingIn([".ts", ".tsx"], ["lib/", "app/", "middleware.ts"])
      .filter((path) => [...read(path).matchAll(COMPARES)].length > 0)
      .filter((path) => !(path in KNOWN));
    expect(found.map((path) => [path, read(path).match(COMPARES)])).toEqual([]);
  });

  test("the search finds what it is for", () => {
    for (const line of [
      "if (signature === expected)",
      "return given !== apiKeyHash",
      "row.tokenHash === hash",
      "a.secret !== b.secret",
    ]) {
      expect(line.match(COMPARES), line).not.toBeNull();
    }
    for (const line of [
      "if (token === null)",
      'kind === "signature"',
      "secret !== undefined",
      'hash === ""',
    ]) {
      expect(line.match(COMPARES), line).toBeNull();
    }
  });

  test("every exception is still there", () => {
    for (const path of Object.keys(KNOWN)) expect(read(path).match(COMPARES), path).not.toBeNull();
  });
});
