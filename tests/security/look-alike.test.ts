import { beforeAll, describe, expect, it } from "vitest";
import { type Role, roleSchema } from "@/lib/accounts/permissions";
import { type Answer, type Credential, get } from "@/tests/integration/path/support/api";
import { sql } from "@/tests/integration/path/support/database";
import type { OpenApiDocument } from "@/tests/integration/path/support/json-schema";
import { tables } from "@/tests/rls/expectations";
import { routes } from "./expectations";
import { findLeaks } from "./support/find-leaks";
import { inTurns } from "./support/in-turns";
import { makeLookAlikes, type Side } from "./support/look-alikes";
import { listPages } from "./support/pages";
import { FORMS, readAs } from "./support/read-as";

/** What is asked of paths that need to be asked something. */
const QUERIES: Readonly<Record<string, string>> = {
  "/api/usage/history": "?feature=resumes",
  "/api/notifications/unsubscribe": "?token=x",
};
const apiPaths = Object.keys(routes)
  .filter((route) => route.startsWith("GET ") && !route.includes("..."))
  .map((route) => route.slice(4));
/** What everybody is told the same is asked once: strangers' calls are counted together. */
const isForAll = (path: string): boolean => routes[`GET ${path.split("?")[0]}`]?.allows === "anyone";
const everyPath = apiPaths
  .filter((path) => !path.includes("{"))
  .map((path) => `${path}${QUERIES[path] ?? ""}`);
const plainPaths = everyPath.filter((path) => !isForAll(path));
const pathsWithKeys = apiPaths.filter((path) => path.includes("{"));
/** Routes about an account, for which the caller says whose. */
const ofAccounts = plainPaths.filter((path) => {
  const expected = routes[`GET ${path.split("?")[0]}`];
  return typeof expected?.allows === "object";
});
/** Queries of pages, which no document lists. */
const PAGE_QUERIES = ["account", "actor", "after", "feature", "q", "session_id", "startingAfter", "token"];

let a: Side;
let b: Side;
beforeAll(async () => {
  ({ a, b } = await makeLookAlikes());
});

const everythingIn = (answer: Answer): string =>
  [...[...answer.headers].map((pair) => pair.join(": ")), answer.text].join("\n");

/** Reads, and fails when the answer tells of the other account what the request did not say itself. */
async function readKeeping(
  other: Side,
  reader: Credential,
  path: string,
  { account, headers = {} }: { account?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const answer = await readAs(reader, path, account, headers);
  expect(answer.status, `${path}: ${answer.text.slice(0, 200)}`).toBeLessThan(500);
  expect(findLeaks(other.marks, everythingIn(answer), `${path} ${account ?? ""}`), path).toEqual([]);
  return answer;
}

/** Tables without a row of the two, each with the reason. */
const EMPTY: Readonly<Record<string, string>> = {
  deletions: "An account that is to be deleted would be, while the test looks.",
  data_exports: "Made by asking for one, in look-alike-traces.test.ts.",
};

describe("the two accounts", () => {
  it("have rows in every table that has accounts, and the same columns hold their canaries", async () => {
    for (const [table, { ofAccount }] of Object.entries(tables)) {
      if (!ofAccount || EMPTY[table]) continue;
      const condition = ofAccount.replace("$account", `'${a.accountId}'`);
      const [row] = await sql.unsafe(`select count(*)::int as count from public.${table} where ${condition}`);
      expect(row?.["count"], table).toBeGreaterThan(0);
    }
    expect(a.planted).toEqual(b.planted);
    expect(a.planted.length).toBeGreaterThan(20);
  });
});

describe.each(["a", "b"] as const)("as the people of account %s", (letter) => {
  const own = () => (letter === "a" ? a : b);
  const other = () => (letter === "a" ? b : a);
  const pages = () => listPages({ account: own().slug, id: other().accountId });
  const accountPages = () => pages().filter((path) => path.startsWith("/a/"));
  const as = (role: Role): Credential => ({ cookie: own().people[role].cookie });

  it.each(roleSchema.options)("the %s is told nothing of the other by the API", async (role) => {
    await inTurns(plainPaths, (path) => readKeeping(other(), as(role), path, { account: own().slug }));
  });

  it("an API key is told nothing of the other", async () => {
    await inTurns(everyPath, (path) => readKeeping(other(), { key: own().apiKey }, path));
  });

  it.each(roleSchema.options)(
    "the %s sees nothing of the other on any page, chart or in its data",
    async (role) => {
      // What lies outside of accounts knows no roles.
      await inTurns(role === "owner" ? pages() : accountPages(), async (path) => {
        for (const headers of FORMS) await readKeeping(other(), as(role), path, { headers });
      });
    },
  );

  it("the owner does see their own: what is searched for is there to be found", async () => {
    const texts: string[] = [];
    await inTurns(plainPaths, async (path) => {
      texts.push((await readAs(as("owner"), path, own().slug)).text);
    });
    await inTurns(pages(), async (path) => {
      const [page, data] = await Promise.all(
        FORMS.map((headers) => readAs(as("owner"), path, undefined, headers)),
      );
      texts.push(page?.text ?? "", data?.text ?? "");
      // The frame of every page of an account says whose it is.
      if (page?.status !== 200 || !path.startsWith("/a/")) return;
      expect(page.text, path).toContain(own().canary);
      expect(data?.headers.get("content-type"), path).toBe("text/x-component");
      expect(data?.text, path).toContain(own().canary);
    });
    const all = texts.join("\n");
    const seen = own().planted.filter((place) => all.includes(`${own().canary} ${place}`));
    expect(seen).toEqual(expect.arrayContaining(SEEN));
    expect(findLeaks(own().marks, all)).toEqual(expect.arrayContaining(own().marks.figures.map(String)));
  });

  it("keys of the other open nothing, at any path that takes one", async () => {
    const keys = [...other().keys, other().slug, other().accountId];
    const calls = pathsWithKeys.flatMap((path) =>
      keys.map((key) => path.replaceAll(/\{\w+\}/g, encodeURIComponent(key))),
    );
    await inTurns(calls, async (path) => {
      const answer = await readKeeping(other(), as("owner"), path, { account: own().slug });
      expect([400, 404], `${path} ${answer.status}`).toContain(answer.status);
    });
  });

  it("keys of the other in a query find nothing of theirs", async () => {
    const keys = [other().people.owner.id, other().slug, other().accountId, other().canary];
    const invoice = `in_${other().canary}`;
    const cursor = Buffer.from(`1793491200000:${invoice}`).toString("base64url");
    const values = [...keys, invoice, `cs_${other().canary}`, cursor, ...other().keys.slice(0, 3)];
    const queries = await listApiQueries();
    expect(queries.length).toBeGreaterThan(5);
    const calls = queries.flatMap(([path, name]) => values.map((value) => `${path}?${name}=${value}`));
    await inTurns(calls, (path) => readKeeping(other(), as("owner"), path, { account: own().slug }));
    const asked = values.map((value) => PAGE_QUERIES.map((name) => `${name}=${value}`).join("&"));
    // Each page meets every fifth value, and the pages beside it the others.
    const shown = accountPages()
      .flatMap((path) => asked.map((query) => `${path}?${query}`))
      .filter((_, index) => index % 5 === 0);
    await inTurns(shown, (path) => readKeeping(other(), as("owner"), path, { headers: { rsc: "1" } }));
  });

  it.each(roleSchema.options)("the %s is told that the other account is not there", async (role) => {
    expect(ofAccounts.length).toBeGreaterThan(10);
    for (const name of [other().slug, other().accountId]) {
      await inTurns(ofAccounts, async (path) => {
        const { status } = await readKeeping(other(), as(role), path, { account: name });
        expect(status, path).toBe(404);
      });
    }
    const theirs = accountPages().map((path) => path.replace(own().slug, other().slug));
    await inTurns(theirs, async (path) => {
      const { status } = await readKeeping(other(), as(role), path);
      expect(status, path).toBe(404);
      if (role === "owner") await readKeeping(other(), as(role), path, { headers: { rsc: "1" } });
    });
  });

  it("an account that exists and one that does not are answered alike", async () => {
    const absent = other().slug.replace("look-alike", "look-alikf");
    const pair = [other().slug, absent] as const;
    for (const path of ["/api/usage", "/api/billing/overview", "/api/account/api-keys"]) {
      const [there, gone] = await Promise.all(pair.map((name) => readAs(as("owner"), path, name)));
      expect(describeAlike(there, pair[0])).toEqual(describeAlike(gone, pair[1]));
    }
    for (const page of ["/dashboard", "/billing"]) {
      const [there, gone] = await Promise.all(pair.map((name) => readAs(as("owner"), `/a/${name}${page}`)));
      expect(there?.status).toBe(404);
      expect(describeAlike(there, pair[0])).toEqual(describeAlike(gone, pair[1]));
    }
  });
});

it("a visitor who is not signed in is sent to sign in, and told nothing", async () => {
  for (const side of [a, b]) {
    const pages = listPages({ account: side.slug }).filter((path) => path.startsWith("/a/"));
    await inTurns(pages, (path) => readKeeping(side, {}, path));
  }
});

/** Places that an owner meets on pages or in the API. */
const SEEN = [
  "accounts.name",
  "api_keys.name",
  "api_keys.prefix",
  "invoice_lines.description",
  "invoices.number",
  "payment_methods.brand",
  "people.name",
];

/** Names of queries that the API takes, with their paths. */
async function listApiQueries(): Promise<readonly (readonly [string, string])[]> {
  const document = JSON.parse((await get("/api/openapi.json")).text) as OpenApiDocument;
  return Object.entries(document.paths).flatMap(([path, { get: read }]) =>
    (read?.parameters ?? [])
      .filter((parameter) => parameter.in === "query" && !path.includes("{") && !isForAll(path))
      .map(({ name }) => [path, name] as const),
  );
}

/** An answer without what differs with each request, and without the name that the request said. */
function describeAlike(answer: Answer | undefined, name: string) {
  const strip = (text: string) =>
    text
      .replaceAll(name, "NAME")
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
      .replaceAll(/[\w+/]{22}==/g, "NONCE")
      .replaceAll(/"[^"]{0,8}\d{13}"/g, "TIME");
  const changing = ["date", "ratelimit", "ratelimit-remaining", "ratelimit-reset", "x-request-id"];
  const headers = [...(answer?.headers ?? [])].filter(([header]) => !changing.includes(header));
  return {
    status: answer?.status,
    headers: headers.map(([header, value]) => `${header}: ${strip(value)}`),
    // Pages are streamed in chunks whose cut is no message.
    text: strip(answer?.text ?? "").replaceAll(/<\/script><script[^>]*>self\.__next_f\.push\(\[1,"/g, ""),
  };
}
