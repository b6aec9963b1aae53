import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { get } from "@/tests/integration/path/support/api";
import { signUp } from "@/tests/integration/path/support/people";
import { stack } from "@/tests/support/stack";
import { listPages } from "./support/pages";

const app = new URL(stack.urls.app);

/** Sends bytes as they are and reads until the server closes or says enough. */
async function speak(bytes: string, { limitMs = 5_000 } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = "";
    const socket = connect(Number(app.port), app.hostname === "localhost" ? "127.0.0.1" : app.hostname);
    const timer = setTimeout(() => socket.destroy(), limitMs);
    socket.on("connect", () => socket.write(bytes, "latin1"));
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1");
      if (/^HTTP\/1\.1 \d{3}/.test(heard)) socket.end();
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(heard);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNRESET" || error.code === "EPIPE") return;
      clearTimeout(timer);
      reject(error);
    });
  });
}
const statusOf = (heard: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0);
const request = (line: string, ...headers: string[]): string =>
  [`${line} HTTP/1.1`, `Host: ${app.host}`, "Connection: close", ...headers, "", ""].join("\r\n");

describe("requests that are no requests", () => {
  const lines: readonly (readonly [string, string])[] = [
    ["half an escape", request("GET /%")],
    ["half an escape in the API", request("GET /api/account/api-keys/%E0%A4%A")],
    ["a nul in the path", request("GET /api/billing/invoices/%00")],
    ["a nul in a page's query", request("GET /billing/return?session_id=%00")],
    ["bytes that are no UTF-8", request("GET /api/usage/history?feature=%FF%FE")],
    ["a way up", request("GET /../../../../etc/passwd")],
    ["an escaped way up", request("GET /..%2f..%2f..%2fetc%2fpasswd")],
    ["a way up through the static files", request("GET /_next/static/..%2f..%2f..%2fpackage.json")],
    ["the source of the site", request("GET /.env")],
    ["backslashes", request("GET /\\evil.example")],
    ["an address of another site", request("GET //evil.example/x")],
    ["an absolute address", request("GET http://evil.example/")],
    ["a query of 8,000 characters", request(`GET /pricing?x=${"a".repeat(8_000)}`)],
    ["a header of 20,000 characters", request("GET /pricing", `X-Long: ${"a".repeat(20_000)}`)],
    ["a thousand headers", request("GET /pricing", ...Array.from({ length: 1_000 }, (_, n) => `X-${n}: a`))],
    ["two lengths", request("POST /api/usage/check", "Content-Length: 2", "Content-Length: 30")],
    [
      "a length and chunks",
      request("POST /api/usage/check", "Content-Length: 2", "Transfer-Encoding: chunked"),
    ],
    ["a method that is none", request("STEAL /api/usage")],
    ["TRACE", request("TRACE /")],
    ["a middleware header from outside", request("GET /api/usage", "x-middleware-subrequest: middleware")],
    ["no HTTP", "hello\r\n\r\n"],
  ];

  it.each(lines)("%s is refused cleanly, and leads nowhere else", async (_what, bytes) => {
    const heard = await speak(bytes, { limitMs: 10_000 });
    const status = statusOf(heard);
    expect(status, heard.slice(0, 300)).toBeGreaterThanOrEqual(200);
    expect(status, heard.slice(0, 300)).toBeLessThan(500);
    expect(heard).not.toMatch(/root:x:0|"dependencies"|DATABASE_URL/);
    const location = /^location: (.*)$/im.exec(heard)?.[1]?.trim();
    if (location) expect(new URL(location, app).host).toBe(app.host);
  });

  it("a body that never ends is given up after its deadline", async () => {
    const visitor = await signUp();
    const headers = [`Cookie: ${visitor.cookie}`, "Content-Type: application/json", "Content-Length: 100"];
    const heard = await speak([request("POST /api/usage/check", ...headers), '{"feature":'].join(""), {
      limitMs: 30_000,
    });
    expect(statusOf(heard), heard.slice(0, 300)).toBe(408);
    expect(heard).toContain('"code":"TIMEOUT"');
  });
});

describe("pages asked for with anything in the query", () => {
  const nasty = [
    "%00",
    "%FF",
    "a&x=b",
    "[]",
    "%F0%9F%92%A9",
    "..%2f..",
    "'--",
    "<script>",
    "9".repeat(400),
    "__proto__",
  ];

  it("do not break", async () => {
    const visitor = await signUp();
    const names = [
      "next",
      "session_id",
      "range",
      "feature",
      "interval",
      "currency",
      "account",
      "token",
      "startingAfter",
    ];
    for (const path of [
      ...listPages({ account: visitor.accountId }),
      "/sign-in",
      "/sign-up",
      "/nothing/here",
    ]) {
      const to = (await get(path, { cookie: visitor.cookie })).headers.get("location") ?? path;
      for (const value of nasty) {
        const query = names.flatMap((name) => [`${name}=${value}`, `${name}=twice`]).join("&");
        const answer = await get(`${to.split("?")[0]}?${query}`, { cookie: visitor.cookie });
        expect(answer.status, `${to} ${value}`).toBeLessThan(500);
      }
    }
  }, 180_000);
});
