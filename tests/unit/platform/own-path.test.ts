import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findOwnPath, ownPath } from "@/lib/platform/own-path";

const SITE = "https://billing.example.com";

describe("a path to go on to", () => {
  test.each([
    ["/", "/"],
    ["/dashboard", "/dashboard"],
    ["/a/larkfield/billing?tab=invoices#last", "/a/larkfield/billing?tab=invoices#last"],
    ["/billing/return?session_id=cs_1", "/billing/return?session_id=cs_1"],
    ["/?next=//evil.example", "/?next=//evil.example"],
    ["/search?q=https://evil.example", "/search?q=https://evil.example"],
    // Encoded slashes are letters of a name, and stay so.
    ["/%2f%2fevil.example", "/%2f%2fevil.example"],
    ["/%5cevil.example", "/%5cevil.example"],
    ["/%0d%0aSet-Cookie:x=1", "/%0d%0aSet-Cookie:x=1"],
    // Written out as a header can carry it.
    ["/Zoë/漢字", "/Zo%C3%AB/%E6%BC%A2%E5%AD%97"],
    ["/\u2028evil", "/%E2%80%A8evil"],
    ["/／evil.example", "/%EF%BC%8Fevil.example"],
    ["/a/../b", "/b"],
  ])("%j is ours, and goes to %j", (path, written) => {
    expect(findOwnPath(path)).toBe(written);
    expect(ownPath.safeParse(path).success).toBe(true);
  });

  test.each([
    "",
    "dashboard",
    " /dashboard",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/dashboard\\@evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "http://billing.example.com@evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "@evil.example",
    ".evil.example",
    "?next=/",
    "#x",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "/\u0000/evil.example",
    "/\u0085/evil.example",
    "\u0001/evil.example",
    "／／evil.example",
    "/.//evil.example",
    "/././/evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    "/%2E%2e//evil.example",
    `/${"a".repeat(512)}`,
  ])("%j is not", (path) => {
    expect(findOwnPath(path)).toBeNull();
    expect(ownPath.safeParse(path).success).toBe(false);
  });

  test.each([[undefined], [null], [7], [["/a", "//evil.example"]], [{}]])("%j is not", (value) => {
    expect(findOwnPath(value)).toBeNull();
  });

  test("whatever is accepted stays on the site, as it came and as it is written out, read again and again", () => {
    const parts = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "%2e",
      "%2f",
      ":",
      "@",
      "evil.example",
      "?",
      "#",
      "\t",
      "https:",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(parts, { maxLength: 8 }).map((each) => each.join("")),
    );
    fc.assert(
      fc.property(texts, (tail) => {
        const path = `/${tail}`;
        const own = findOwnPath(path);
        if (own === null) return;
        for (const written of [path, own]) {
          const read = new URL(written, `${SITE}/deep/page`);
          expect(read.origin).toBe(SITE);
          expect(new URL(`${read.pathname}${read.search}`, SITE).origin).toBe(SITE);
        }
        expect(findOwnPath(own.slice(0, 512)) === null && own.length <= 512).toBe(false);
        expect(own).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
