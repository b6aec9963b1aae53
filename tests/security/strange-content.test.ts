import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, get } from "@/tests/integration/path/support/api";
import { sql } from "@/tests/integration/path/support/database";
import { signUp, type Visitor } from "@/tests/integration/path/support/people";
import { inTurns } from "./support/in-turns";
import { listPages } from "./support/pages";
import { readAs } from "./support/read-as";

let visitor: Visitor;
beforeAll(async () => {
  visitor = await signUp();
  // The back office has pages that search as well.
  await sql`insert into platform_admins (person_id, granted_by) values (${visitor.personId}, 'test')`;
});
afterAll(async () => {
  await sql`update platform_admins set revoked_at = now(), revoked_by = 'test' where person_id = ${visitor.personId}`;
});

const check = (raw: string | Uint8Array, type = "application/json") =>
  call({
    method: "POST",
    path: "/api/usage/check",
    raw,
    cookie: visitor.cookie,
    headers: { "content-type": type },
  });
const withField = (field: string): string => `{"feature":"resumes",${field}}`;

describe("bodies that are strange JSON, or none", () => {
  const cases: readonly (readonly [string, string | Uint8Array])[] = [
    ["20,000 open brackets", "[".repeat(20_000) + "]".repeat(20_000)],
    ["sixty objects in each other", withField(`"properties":${'{"a":'.repeat(60)}1${"}".repeat(60)}`)],
    ["a number beyond numbers", withField('"quantity":1e400')],
    ["a number of thirty digits", withField('"quantity":123456789012345678901234567890')],
    ["a field twice, the last one wrong", withField('"feature":"teleports"')],
    ["a prototype", withField('"__proto__":{"polluted":1}')],
    ["a constructor's prototype", withField('"constructor":{"prototype":{"polluted":1}}')],
    ["the feature of every object", '{"feature":"__proto__"}'],
    ["not a number", '{"feature":NaN}'],
    ["bytes that are no UTF-8", Uint8Array.from([...Buffer.from('{"feature":"'), 0xff, 0x22, 0x7d])],
    ["UTF-16", Uint8Array.from(Buffer.from('{"feature":"resumes"}', "utf16le"))],
    ["a byte order mark", `\ufeff${withField('"quantity":1')}`],
    ["something behind its end", '{"feature":"resumes"}x'],
    ["a nul", '{"feature":"res\\u0000umes"}'],
    ["half a character", '{"feature":"\\ud800"}'],
    ["null", "null"],
    ["a list", "[]"],
    ["a text", '"resumes"'],
  ];

  it.each(cases)("%s: refused in the API's own words", async (_what, raw) => {
    const { status, body, text, headers } = await check(raw);
    expect(status, text).toBe(400);
    expect(body?.error?.code).toBe("INVALID_REQUEST");
    expect(body?.meta?.requestId).toBe(headers.get("x-request-id"));
    expect(text).not.toMatch(/node_modules|\bat [\w.]+ \(|SyntaxError/);
  });

  it("the same without strangeness is taken", async () => {
    expect((await check('{"feature":"resumes"}')).status).toBe(200);
  });

  it("types are told once, and are JSON", async () => {
    for (const type of [
      "text/plain",
      "application/json, text/plain",
      "multipart/form-data; boundary=x",
      "",
    ]) {
      expect((await check('{"feature":"resumes"}', type)).status, type).toBe(415);
    }
  });
});

/** How a page says, in the middle of its stream, that a part of it broke. Refusals and redirects have words there. */
const BROKEN = /"digest\\?":\\?"\d+/;

describe("pages asked for with anything in the query", () => {
  const names = [
    "account",
    "actor",
    "after",
    "feature",
    "from",
    "kind",
    "next",
    "q",
    "range",
    "session_id",
    "startingAfter",
    "to",
    "token",
  ];
  const values = [
    "%00",
    "%FF",
    "[]",
    "%F0%9F%92%A9",
    "..%2f..",
    "%27--",
    "<script>alert(1)</script>",
    "9".repeat(400),
    "__proto__",
    "1e400",
    "9999-12-31",
    "%0d%0aX-Evil:1",
    "",
  ];
  const queries = [
    // What the database cannot hold; every name twice; and every name with one of the others, in three turns.
    names.map((name) => `${name}=%00`),
    names.flatMap((name) => [`${name}=a`, `${name}=b`]),
    ...[1, 5, 9].map((turn) =>
      names.map((name, index) => `${name}=${values[(index + turn) % values.length]}`),
    ),
  ].map((pairs) => pairs.join("&"));
  it("do not break, as a whole or in parts", async () => {
    const pages = [...listPages({ account: visitor.accountSlug }), "/nothing/here"];
    const calls = pages.flatMap((path) => queries.map((query) => `${path}?${query}`));
    await inTurns(calls, async (path) => {
      const { status, text, headers } = await get(path, { cookie: visitor.cookie });
      expect(status, path).toBeLessThan(500);
      expect(text, path).not.toMatch(BROKEN);
      expect(text, path).not.toContain("<script>alert(1)");
      expect(headers.get("x-evil"), path).toBeNull();
      if (path.startsWith("/admin/audit")) expect(status, path).toBe(200);
    });
  });
});

describe("pages asked for with headers that nobody sends", () => {
  const words = ["%00", "%E0%A4%A", "__proto__", "../..", "a,b,,,", '"', "\u00ff", "a".repeat(4_000)];
  const languages = ["*", "xx-YY-zz-00000", "en-US;q=abc", "-", "i-default", "en_US", "de-CH-1996,;;;"];
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["session", "cookie", words.map((word) => `mh_session=${word}`)],
    ["account last chosen", "cookie", words.map((word) => `mh_account=${word}`)],
    ["language", "accept-language", [...words, ...languages]],
    ["page before", "next-url", words],
    ["action", "next-action", words],
  ];

  it.each(cases)("no %s of any form breaks them", async (_what, name, values) => {
    const pages = [`/a/${visitor.accountSlug}/dashboard`, "/dashboard"];
    const calls = pages.flatMap((path) => values.map((value) => ({ path, value })));
    await inTurns(calls, async ({ path, value }) => {
      // A session of any form stands in place of the true one; everything else beside it.
      const beside = value.startsWith("mh_session") ? value : `${visitor.cookie}; ${value}`;
      const headers = { cookie: visitor.cookie, rsc: "1", [name]: name === "cookie" ? beside : value };
      const { status, text } = await readAs({}, path, undefined, headers);
      expect(status, `${path} ${value}`).toBeLessThan(500);
      expect(text, `${path} ${value}`).not.toMatch(BROKEN);
    });
  });
});
