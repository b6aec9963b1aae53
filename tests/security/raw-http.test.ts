import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get } from "@/tests/integration/path/support/api";
import { signUp, type Visitor } from "@/tests/integration/path/support/people";
import { until } from "@/tests/integration/path/support/until";
import { stack } from "@/tests/support/stack";
import { head, readAnswer, speak } from "./support/speak";

const app = new URL(stack.urls.app);
const CHECK = "POST /api/usage/check";
const BODY = '{"feature":"resumes"}';

let visitor: Visitor;
let pid: number | undefined;
/** Begun at once: it takes as long as the application waits. */
let endless: Promise<string>;
beforeAll(async () => {
  visitor = await signUp();
  pid = (await stack.pids()).app;
  endless = speak(`${write("Content-Length: 100")}{"feature":`, 60_000);
});

/** The head of a write that would be let in, on a connection that stays open. */
const write = (...headers: readonly string[]): string =>
  head(CHECK, `Cookie: ${visitor.cookie}`, "Content-Type: application/json", ...headers).replace(
    "Connection: close\r\n",
    "",
  );
const chunked = (...chunks: readonly string[]): string =>
  write("Transfer-Encoding: chunked") + chunks.join("\r\n");

type Case = readonly [what: string, status: number, bytes: () => string];

describe("what is no request", () => {
  const cases: readonly Case[] = [
    ["no HTTP", 400, () => "hello\r\n\r\n"],
    ["the beginning of TLS", 400, () => "\x16\x03\x01\x00\xa5\x01\x00\x00"],
    ["a version that is none", 400, () => head("GET /pricing").replace("HTTP/1.1", "HTTP/9.9")],
    ["a method that is none", 400, () => head("STEAL /api/usage")],
    ["lines that end in half", 400, () => head("GET /pricing").replaceAll("\r\n", "\n")],
    ["no host", 400, () => "GET /pricing HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["a nul in a header", 400, () => head("GET /pricing", "X-A: a\0b")],
    ["a header over two lines", 400, () => head("GET /pricing", "X-A: a\r\n b")],
    ["a header of 20,000 characters", 431, () => head("GET /pricing", `X-A: ${"a".repeat(20_000)}`)],
    ["a thousand headers", 431, () => head("GET /", ...Array.from({ length: 1_000 }, (_, n) => `X-${n}: a`))],
    ["an address of 20,000 characters", 431, () => head(`GET /${"a".repeat(20_000)}`)],
    ["an expectation that is none", 417, () => write("Expect: 200-nonsense", "Content-Length: 0")],
  ];

  it.each(cases)("%s is refused with %i", async (_what, status, bytes) => {
    expect(readAnswer(await speak(bytes()))).toMatchObject({ status, location: null });
  });
});

const SECOND = head("GET /api/health/live");
const ALIVE = '"status":"ok"';

describe("bodies whose end is told in two ways, or wrongly", () => {
  const cases: readonly Case[] = [
    [
      "a length and chunks",
      400,
      () => `${write("Content-Length: 6", "Transfer-Encoding: chunked")}0\r\n\r\nG`,
    ],
    ["two lengths", 400, () => `${write("Content-Length: 21", "Content-Length: 5")}${BODY}`],
    ["the same length twice", 400, () => `${write("Content-Length: 21", "Content-Length: 21")}${BODY}`],
    ["a negative length", 400, () => write("Content-Length: -1")],
    ["a signed length", 400, () => `${write("Content-Length: +21")}${BODY}`],
    ["a length beyond numbers", 400, () => write("Content-Length: 99999999999999999999")],
    ["no length", 400, () => `${write()}${BODY}`],
    ["chunks that are smaller than said", 400, () => chunked("5", BODY, "0", "", "")],
    ["a chunk of no size", 400, () => chunked("zz", BODY, "0", "", "")],
    ["a chunk beyond numbers", 400, () => chunked("fffffffffffffffff", "")],
    ["a coding that is none", 400, () => `${write("Transfer-Encoding: xchunked")}0\r\n\r\n`],
    ["a coding behind a space", 400, () => `${write("Transfer-Encoding : chunked")}0\r\n\r\n`],
    [
      "chunks that are none at the end",
      400,
      () => `${write("Transfer-Encoding: chunked", "Transfer-Encoding: identity")}0\r\n\r\n`,
    ],
  ];

  it.each(cases)("%s: refused, and what follows is no second request", async (_what, status, bytes) => {
    const heard = await speak(bytes() + SECOND);
    expect(readAnswer(heard).status, heard.slice(0, 300)).toBe(status);
    expect(heard).not.toContain(ALIVE);
  });

  it("chunks that are well are read, and what follows them is a second request", async () => {
    const heard = await speak(chunked("15", BODY, "0", "", "") + SECOND);
    expect(readAnswer(heard).status, heard).toBe(200);
    expect(heard).toContain('"feature":"resumes"');
    expect(heard).toContain(ALIVE);
  });

  it("a length beyond the limit is refused before anything was sent", async () => {
    const answer = readAnswer(await speak(write("Content-Length: 70000")));
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('"code":"TOO_LARGE"');
  });
});

describe("addresses", () => {
  const cases: readonly Case[] = [
    ["half an escape", 404, () => head("GET /%")],
    ["half an escape in an account's page", 307, () => head("GET /a/%E0%A4%A/dashboard")],
    ["half an escape in the API", 401, () => head("GET /api/billing/invoices/%E0%A4%A")],
    ["bytes that are no UTF-8", 401, () => head("GET /api/billing/invoices/%FF%FE")],
    ["a nul", 401, () => head("GET /api/billing/invoices/%00")],
    ["a way up", 404, () => head("GET /../../../../etc/passwd")],
    ["an escaped way up", 404, () => head("GET /%2e%2e/%2e%2e/etc/passwd")],
    ["a way up with escaped slashes", 404, () => head("GET /..%2f..%2f..%2fetc%2fpasswd")],
    ["a way up from the static files", 404, () => head("GET /_next/static/..%2f..%2f..%2fpackage.json")],
    ["two slashes first", 308, () => head("GET //evil.example/x")],
    ["three slashes first", 308, () => head("GET ///evil.example")],
    ["a backslash", 308, () => head("GET /\\evil.example/")],
    ["an escaped backslash", 308, () => head("GET /%5cevil.example/")],
    ["escaped slashes", 308, () => head("GET /%2f%2fevil.example/")],
    ["a line end before a slash", 308, () => head("GET /%0d%0aSet-Cookie:%20x=1/")],
    ["a line end in a page's query", 307, () => head("GET /dashboard?a=%0d%0aX-Evil:%201")],
    ["an absolute address of another site", 200, () => head("GET http://evil.example/")],
    ["another site's page", 307, () => head("GET http://evil.example/dashboard")],
    ["another site's API", 401, () => head("GET http://evil.example/api/usage")],
    ["no path at all", 405, () => head("OPTIONS *")],
  ];

  it.each(cases)("%s: answered with %i, and led nowhere else", async (_what, status, bytes) => {
    const { location, ...answer } = readAnswer(await speak(bytes()));
    expect(answer.status, answer.headers).toBe(status);
    expect(answer.body).not.toMatch(/root:x:0|"dependencies"/);
    expect(answer.headers).not.toMatch(/^(set-cookie: x=|x-evil)/im);
    if (location !== null) expect(new URL(location, app).origin).toBe(app.origin);
  });
});

describe("headers that would change what a request is", () => {
  const cookie = () => `Cookie: ${visitor.cookie}`;
  const cases: readonly Case[] = [
    ["another method, at a path that has it not", 405, () => head(`POST ${MEMBERS}`, cookie(), OVERRIDE)],
    ["another method, while reading", 200, () => head(`GET ${MEMBERS}`, cookie(), OVERRIDE)],
    ["TRACE", 405, () => head("TRACE /api/usage", cookie())],
    ["a wish for another kind of connection", 401, () => upgrade("/api/usage", "websocket")],
    ["the same at a path that is none", 404, () => upgrade("/nothing/here", "h2c")],
    ["the same for another site", 401, () => upgrade("http://evil.example/api/usage", "websocket")],
    ["Next's own: the middleware has been", 401, () => head("GET /api/account", ...INTERNAL)],
    ["a part of an answer", 200, () => head("GET /api/accounts", cookie(), "Range: bytes=0-3")],
    ["a false credential before a true one", 401, () => head("GET /api/usage", BEARER, BEARER, cookie())],
  ];
  const MEMBERS = "/api/account/members";
  const OVERRIDE = "X-HTTP-Method-Override: DELETE";
  const BEARER = "Authorization: Bearer wrong";
  const upgrade = (path: string, kind: string) =>
    head(`GET ${path}`, `Upgrade: ${kind}`).replace("Connection: close", "Connection: close, Upgrade");

  it.each(cases)("%s: answered with %i", async (_what, status, bytes) => {
    const answer = readAnswer(await speak(bytes()));
    expect(answer.status, answer.headers).toBe(status);
  });

  it("a page keeps its policy whatever Next's own headers say", async () => {
    const { status, headers } = readAnswer(await speak(head("GET /pricing", ...INTERNAL)));
    expect(status).toBe(200);
    expect(headers).toMatch(/^content-security-policy: .*'nonce-/im);
  });

  it("another host, said in every way: no redirect and no message leads there", async () => {
    const lies = [
      "X-Forwarded-Host: evil.example",
      "X-Forwarded-Proto: https",
      "Forwarded: host=evil.example",
      `Host: ${app.host}`,
    ];
    const asEvil = (line: string, ...headers: string[]) =>
      speak(head(line, ...lies, ...headers).replace(`Host: ${app.host}`, "Host: evil.example"));
    for (const line of ["GET /dashboard", "GET /billing/", "GET /sign-in?next=/billing"]) {
      const { location } = readAnswer(await asEvil(line, cookie()));
      expect(new URL(location ?? "/", app).origin, line).toBe(app.origin);
    }
    const email = `host.${Date.now()}@example.com`;
    const json = JSON.stringify({ email, name: "Host Tester" });
    const sent = ["Content-Type: application/json", `Content-Length: ${json.length}`];
    const heard = await asEvil(`POST /api/local/session`, ...sent, "", json);
    expect(readAnswer(heard).status, heard).toBe(200);
    const [message] = await until("the welcome message is there", async () => {
      const answer = await fetch(`${stack.urls.mail}/api/messages?to=${email}`);
      const { messages } = (await answer.json()) as { messages: { id: string }[] };
      return messages.length > 0 && messages;
    });
    const content = await (await fetch(`${stack.urls.mail}/messages/${message?.id}/html`)).text();
    expect(content).toContain(`${stack.urls.app}/a/`);
    expect(content).not.toContain("evil.example");
  });
});

/** What Next has told itself from process to process, in this version or an earlier one. */
const INTERNAL = [
  `x-middleware-subrequest: ${Array(5).fill("middleware").join(":")}`,
  `x-middleware-subrequest: ${Array(5).fill("src/middleware").join(":")}`,
  "x-middleware-rewrite: /admin",
  "x-invoke-path: /admin",
  "x-matched-path: /admin",
  "x-nextjs-data: 1",
];

it("a body that never ends is given up after its deadline", async () => {
  const { status, body } = readAnswer(await endless);
  expect(status).toBe(408);
  expect(body).toContain('"code":"TIMEOUT"');
});

afterAll(async () => {
  // All of it was said to one process, which lives.
  expect((await stack.pids()).app).toBe(pid);
  expect((await get("/api/health/live")).status).toBe(200);
});
