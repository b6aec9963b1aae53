import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  computeContentSecurityPolicy,
  drawNonce,
  findClerkHost,
  LIBRARY_STYLE_HASHES,
} from "@/lib/platform/content-security-policy";

const production = { nonce: "bm9uY2U=", clerkHost: null, isDevelopment: false, isHttps: true };
const read = (facts: typeof production | object = {}): Map<string, string[]> =>
  new Map(
    computeContentSecurityPolicy({ ...production, ...facts })
      .split("; ")
      .map((directive) => directive.split(" "))
      .map(([name = "", ...sources]) => [name, sources]),
  );
const root = new URL("../../..", import.meta.url).pathname;
const hash = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

describe("the policy of a page", () => {
  test("runs what carries the nonce and what that loads, and no other script", () => {
    expect(read().get("script-src")).toEqual(["'self'", "'nonce-bm9uY2U='", "'strict-dynamic'"]);
    for (const [name, sources] of read()) {
      if (name !== "style-src" && name !== "style-src-attr")
        expect(sources, name).not.toContain("'unsafe-inline'");
      expect(sources, name).not.toContain("'unsafe-eval'");
      expect(sources.filter((source) => /^(\*|https?:|data:)$/.test(source) && name !== "img-src")).toEqual(
        [],
      );
    }
  });

  test("lets nobody frame the page, move its base, embed objects or send its forms elsewhere", () => {
    expect(read().get("frame-ancestors")).toEqual(["'none'"]);
    expect(read().get("base-uri")).toEqual(["'none'"]);
    expect(read().get("object-src")).toEqual(["'none'"]);
    expect(read().get("form-action")).toEqual(["'self'"]);
    expect(read().get("connect-src")).toEqual(["'self'"]);
  });

  test("evaluates code in development alone, for hot reload", () => {
    expect(read({ isDevelopment: true }).get("script-src")).toContain("'unsafe-eval'");
  });

  test("upgrades to https only where the installation is on https", () => {
    expect(read().has("upgrade-insecure-requests")).toBe(true);
    expect(read({ isHttps: false }).has("upgrade-insecure-requests")).toBe(false);
  });

  test("tells of violations in both manners", () => {
    expect(read().get("report-uri")).toEqual(["/api/csp-report"]);
    expect(read().get("report-to")).toEqual(["csp"]);
  });

  test("opens to Clerk's hosts where Clerk is used, and keeps the nonce", () => {
    const policy = read({ clerkHost: "clerk.example.com" });
    expect(policy.get("script-src")).toEqual(
      expect.arrayContaining(["'nonce-bm9uY2U='", "'strict-dynamic'", "https://clerk.example.com"]),
    );
    expect(policy.get("connect-src")).toContain("https://clerk.example.com");
    expect(policy.get("img-src")).toContain("https://img.clerk.com");
    expect(policy.get("frame-src")).toEqual(["https://challenges.cloudflare.com"]);
    expect(policy.get("worker-src")).toContain("blob:");
  });
});

describe("Clerk's host", () => {
  const key = (host: string) => `pk_test_${btoa(`${host}$`)}`;

  test("is read from the publishable key", () => {
    expect(findClerkHost(key("happy-mole-7.clerk.accounts.dev"))).toBe("happy-mole-7.clerk.accounts.dev");
  });

  test.each(["", "pk_test_", "sk_test_abc", key("evil.example; script-src *"), key("a b"), "pk_live_$$$"])(
    "is nobody's for %j",
    (text) => {
      expect(findClerkHost(text)).toBeNull();
    },
  );
});

test("a nonce has 128 bits and never comes twice", () => {
  const drawn = Array.from({ length: 1_000 }, drawNonce);
  expect(new Set(drawn).size).toBe(1_000);
  for (const nonce of drawn) expect(Buffer.from(nonce, "base64")).toHaveLength(16);
});

test("the allowed styles are those of the installed libraries", () => {
  const sonner = readFileSync(`${root}node_modules/sonner/dist/index.mjs`, "utf8");
  const select = readFileSync(`${root}node_modules/@radix-ui/react-select/dist/index.mjs`, "utf8");
  const literal = /^__insertCSS\((".*")\);$/m.exec(sonner)?.[1] ?? '""';
  const viewport = /__html: `([^`]*)`/.exec(select)?.[1] ?? "";
  expect([...LIBRARY_STYLE_HASHES]).toEqual([hash(""), hash(JSON.parse(literal) as string), hash(viewport)]);
});
