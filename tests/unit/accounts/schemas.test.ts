import { describe, expect, test } from "vitest";
import { createApiKeyBody, localSessionBody } from "@/lib/accounts/schemas";
import { ownPath } from "@/lib/platform/own-path";

describe("a path to return to", () => {
  test.each(["/", "/dashboard", "/billing?tab=invoices#top", "/a//b", "/%2F%2Fevil.example"])(
    "may be %s",
    (path) => {
      expect(ownPath.safeParse(path).success).toBe(true);
    },
  );

  test.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/a\\b",
    "javascript:alert(1)",
    "dashboard",
    "",
    " /dashboard",
    "/\tevil",
    "/\n/evil.example",
    "/\r\nSet-Cookie: a=b",
    "/\u0000",
    `/${"a".repeat(512)}`,
  ])("may not be %j, which could lead elsewhere", (path) => {
    expect(ownPath.safeParse(path).success).toBe(false);
  });

  test("resolves to our own origin whenever it is allowed", () => {
    for (const path of [
      "/",
      "/a//b",
      "/%5Cevil.example",
      "/@evil.example",
      "/:80",
      "/?next=//evil.example",
    ]) {
      expect(ownPath.safeParse(path).success, path).toBe(true);
      expect(new URL(path, "https://billing.example.com").origin).toBe("https://billing.example.com");
    }
  });
});

describe("the body of a new API key", () => {
  test("has safe defaults: usage alone, never expiring", () => {
    expect(createApiKeyBody.parse({ name: " CI " })).toEqual({
      name: "CI",
      scopes: ["usage:read", "usage:write"],
      expiresAt: null,
    });
  });

  test.each([
    {},
    { name: "" },
    { name: "   " },
    { name: "x".repeat(81) },
    { name: "CI", scopes: [] },
    { name: "CI", scopes: ["admin"] },
    { name: "CI", expiresAt: "tomorrow" },
    { name: "CI", expiresAt: 1_700_000_000 },
    { name: "CI", accountId: "other" },
  ])("is refused when it is %j", (body) => {
    expect(createApiKeyBody.safeParse(body).success).toBe(false);
  });
});

describe("the body of a local sign-in", () => {
  test("takes an address in any case, and stores it in lower case", () => {
    expect(localSessionBody.parse({ email: "Ada@Larkfield.EXAMPLE" })).toEqual({
      email: "ada@larkfield.example",
    });
  });

  test.each([
    { email: "ada" },
    { email: "ada@" },
    { email: "" },
    { email: `${"a".repeat(250)}@example.com` },
    { email: "a@b.co", personId: "user_1" },
  ])("is refused when it is %j", (body) => {
    expect(localSessionBody.safeParse(body).success).toBe(false);
  });
});
