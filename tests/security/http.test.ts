import { describe, expect, it } from "vitest";
import { call, get, post } from "@/tests/integration/path/support/api";
import { signUp } from "@/tests/integration/path/support/people";
import { stack } from "@/tests/support/stack";
import { listPages } from "./support/pages";

const app = new URL(stack.urls.app);
/** The account's pages lead elsewhere for a visitor: these are shown to everybody. */
const openPages = ["/", "/pricing", "/sign-in", "/sign-up", "/docs/api", "/nothing/here"];

describe("the headers of every answer", () => {
  const everywhere = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  };
  const apiPaths = [
    "/api/catalog",
    "/api/usage",
    "/api/billing/overview",
    "/api/health/live",
    "/api/nothing",
  ];

  it.each([...openPages, ...apiPaths])(
    "keep browsers from guessing, framing and sharing: %s",
    async (path) => {
      const { headers } = await get(path);
      expect(Object.fromEntries(headers)).toMatchObject(everywhere);
      expect(headers.get("x-powered-by")).toBeNull();
      expect(headers.get("access-control-allow-origin")).toBeNull();
      // Browsers forget such a promise over http, and this copy is on http.
      expect(headers.has("strict-transport-security")).toBe(app.protocol === "https:");
    },
  );

  it.each(apiPaths)("of the API allow nothing to run: %s", async (path) => {
    const { headers } = await get(path);
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(headers.get("cache-control")).toMatch(/no-store/);
  });

  it("of what belongs to somebody keep it out of every cache", async () => {
    const visitor = await signUp();
    const pages = listPages({ account: visitor.accountId }).filter((path) => path.startsWith("/a/"));
    for (const path of ["/api/usage", "/api/billing/overview", "/api/account", ...pages]) {
      const { headers } = await get(path, { cookie: visitor.cookie });
      const control = headers.get("cache-control") ?? "";
      expect(control, path).toMatch(/no-store/);
      if (headers.get("location") === null) expect(control, path).toMatch(/private/);
    }
  });

  it.each(openPages)(
    "of the page %s carry the nonce that its scripts carry, and no script is without",
    async (path) => {
      const { headers, text } = await get(path);
      const nonce = /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1];
      const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(scripts.length).toBeGreaterThan(3);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
      expect(text).not.toMatch(/<[a-z][^>]*\son[a-z]+="/i);
    },
  );

  it("cannot be chosen by the caller", async () => {
    const policy = "script-src 'nonce-mine'";
    const { headers, text } = await call({
      method: "GET",
      path: "/pricing",
      headers: { "content-security-policy": policy, "x-nonce": "mine" },
    });
    expect(headers.get("content-security-policy")).not.toContain("mine");
    expect(text).not.toContain('nonce="mine"');
  });
});

describe("cookies", () => {
  it("are out of reach of scripts and other sites", async () => {
    const visitor = await signUp();
    const session = await post("/api/local/session", { email: visitor.email });
    const page = await get(`/a/${visitor.accountId}/dashboard`, { cookie: visitor.cookie });
    const lines = [...session.headers.getSetCookie(), ...page.headers.getSetCookie()];
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const flags = line.toLowerCase();
      expect(flags).toContain("httponly");
      expect(flags).toContain("samesite=lax");
      expect(flags).toContain("path=/");
      expect(flags).not.toContain("domain=");
      expect(flags.includes("secure")).toBe(app.protocol === "https:");
    }
  });
});

describe("a server action that another site calls", () => {
  it("does not run: the session it would end goes on", async () => {
    const visitor = await signUp();
    const path = (await get(`/a/${visitor.accountId}/dashboard`, { cookie: visitor.cookie })).headers.get(
      "location",
    );
    const page = await get(path ?? "/", { cookie: visitor.cookie });
    const actions = new Set([...page.text.matchAll(/\b[0-9a-f]{42}\b/g)].map(([id]) => id));
    expect(actions.size).toBeGreaterThan(0);
    for (const action of actions) {
      for (const headers of [
        { origin: "https://evil.example" },
        { origin: "null" },
        { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      ] as Record<string, string>[]) {
        const answer = await call({
          method: "POST",
          path: path ?? "/",
          raw: "[]",
          cookie: visitor.cookie,
          headers: { "content-type": "text/plain;charset=UTF-8", "next-action": action, ...headers },
        });
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }
    }
    expect((await get("/api/usage", { cookie: visitor.cookie })).status).toBe(200);
  });
});

describe("the way back after signing in", () => {
  it.each([
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "javascript:alert(1)",
    "/漢字",
  ])("%j leads to no other site", async (next) => {
    const visitor = await signUp();
    const answer = await get(`/sign-in?next=${encodeURIComponent(next)}`, { cookie: visitor.cookie });
    expect(answer.status).toBe(307);
    expect(new URL(answer.headers.get("location") ?? "", app).host).toBe(app.host);
  });
});

it("has the icon that browsers ask for by themselves, whether a page names one or not", async () => {
  const { status, headers } = await get("/favicon.ico");
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^image\/(x-icon|vnd\.microsoft\.icon)$/);
});
