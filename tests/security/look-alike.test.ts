import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Role, roleSchema } from "@/lib/accounts/permissions";
import { type Answer, call } from "@/tests/integration/path/support/api";
import { sql } from "@/tests/integration/path/support/database";
import { until } from "@/tests/integration/path/support/until";
import { tables } from "@/tests/rls/expectations";
import { stack } from "@/tests/support/stack";
import { routes } from "./expectations";
import { makeLookAlikes, type Side } from "./support/look-alikes";
import { listPages } from "./support/pages";

/** Paths of the API that are read, and what is asked of those that need to be asked something. */
const QUERIES: Readonly<Record<string, string>> = {
  "/api/usage/history": "?feature=resumes",
  "/api/notifications/unsubscribe": "?token=x",
};
const apiPaths = Object.keys(routes)
  .filter((route) => route.startsWith("GET ") && !route.includes("..."))
  .map((route) => route.slice(4));

let a: Side;
let b: Side;
let mark: string;
beforeAll(async () => {
  ({ a, b, mark } = await makeLookAlikes());
}, 120_000);

/** What an answer must not hold of the other account; its slug only where the request did not name it. */
function leaksOf(other: Side, text: string, named: readonly string[] = []): readonly string[] {
  return [other.canary, other.accountId, other.slug, ...other.keys].filter(
    (secret) => text.includes(secret) && !named.some((name) => name.includes(secret)),
  );
}

const headersOf = (answer: Answer): string => [...answer.headers].map((pair) => pair.join(": ")).join("\n");
const everythingIn = (answer: Answer): string => `${headersOf(answer)}\n${answer.text}`;
const read = (side: Side, role: Role, path: string, headers: Record<string, string> = {}) =>
  call({ method: "GET", path, cookie: side.people[role].cookie, headers });

describe("the two accounts", () => {
  it("have rows in every table that has accounts, and a canary in every column that can hold one", async () => {
    for (const [table, { ofAccount }] of Object.entries(tables)) {
      if (!ofAccount || EMPTY[table]) continue;
      const [row] = await sql.unsafe(
        `select count(*)::int as count from public.${table} where ${ofAccount.replace("$account", `'${a.accountId}'`)}`,
      );
      expect(row?.["count"], table).toBeGreaterThan(0);
    }
    expect(a.planted).toEqual(b.planted);
    expect(a.planted.length).toBeGreaterThan(20);
  });
});

/** Tables without a row of the two, each with the reason. */
const EMPTY: Readonly<Record<string, string>> = {
  deletions: "An account that is to be deleted would be, while the test looks.",
  data_exports: "Made by asking for one; tests/integration/accounts looks into the files.",
};

describe.each(["a", "b"] as const)("as the people of account %s", (letter) => {
  const own = () => (letter === "a" ? a : b);
  const other = () => (letter === "a" ? b : a);

  it.each(roleSchema.options)("the %s sees nothing of the other in any answer of the API", async (role) => {
    for (const path of apiPaths.filter((each) => !each.includes("{"))) {
      const asked = `${path}${QUERIES[path] ?? ""}`;
      const answer = await read(own(), role, asked, { "x-account": own().slug });
      expect(answer.status, `${asked}: ${answer.text.slice(0, 200)}`).toBeLessThan(500);
      expect(leaksOf(other(), everythingIn(answer)), asked).toEqual([]);
    }
  });

  it.each(roleSchema.options)(
    "the %s sees nothing of the other on any page, as HTML or as data",
    async (role) => {
      for (const path of listPages({ account: own().slug, id: other().accountId })) {
        for (const headers of [{}, { rsc: "1" }] as Record<string, string>[]) {
          const answer = await read(own(), role, path, headers);
          expect(answer.status, path).toBeLessThan(500);
          expect(leaksOf(other(), everythingIn(answer)), path).toEqual([]);
        }
      }
    },
  );

  it("the owner does see their own: what is searched for is there to be found", async () => {
    const texts: string[] = [];
    for (const path of apiPaths.filter((each) => !each.includes("{")))
      texts.push(
        (await read(own(), "owner", `${path}${QUERIES[path] ?? ""}`, { "x-account": own().slug })).text,
      );
    for (const path of listPages({ account: own().slug, id: other().accountId }))
      texts.push((await read(own(), "owner", path)).text);
    const all = texts.join("\n");
    const seen = own().planted.filter((place) => all.includes(`${own().canary} ${place}`));
    expect(seen).toEqual(
      expect.arrayContaining(["accounts.name", "api_keys.name", "invoices.number", "people.name"]),
    );
  });

  it("ids of the other open nothing, at any path that takes one", async () => {
    for (const path of apiPaths.filter((each) => each.includes("{"))) {
      for (const key of [...other().keys, other().slug, other().accountId]) {
        const asked = path.replaceAll(/\{\w+\}/g, encodeURIComponent(key));
        const answer = await read(own(), "owner", asked, { "x-account": own().slug });
        expect([400, 404], `${asked} ${answer.status}`).toContain(answer.status);
        expect(leaksOf(other(), everythingIn(answer), [key]), asked).toEqual([]);
      }
    }
  });

  it.each(roleSchema.options)("the %s is told that the other account is not there", async (role) => {
    for (const name of [other().slug, other().accountId]) {
      for (const path of apiPaths.filter(
        (each) => each.startsWith("/api/usage") || each.startsWith("/api/billing"),
      )) {
        if (path.includes("{")) continue;
        const answer = await read(own(), role, `${path}${QUERIES[path] ?? ""}`, { "x-account": name });
        expect(answer.status, path).toBe(404);
        expect(leaksOf(other(), everythingIn(answer), [name]), path).toEqual([]);
      }
      for (const path of listPages({ account: name }).filter((each) => each.startsWith("/a/"))) {
        for (const headers of [{}, { rsc: "1" }] as Record<string, string>[]) {
          const answer = await read(own(), role, path, headers);
          expect(leaksOf(other(), everythingIn(answer), [path]), path).toEqual([]);
          if (headers["rsc"] === undefined) expect(answer.status, path).toBe(404);
        }
      }
    }
  });

  it("an account that exists and one that does not are answered alike", async () => {
    const absent = other().slug.replace(/.$/, "z");
    const strip = (text: string, name: string) =>
      text
        .replaceAll(name, "NAME")
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
        .replaceAll(/nonce[-=\\"':]*[\w+/]{22}==/g, "NONCE");
    for (const path of ["/api/usage", "/api/billing/overview", "/api/account/api-keys"]) {
      const [there, gone] = await Promise.all(
        [other().slug, absent].map((name) => read(own(), "owner", path, { "x-account": name })),
      );
      expect(there?.status).toBe(gone?.status);
      expect(strip(there?.text ?? "", other().slug)).toBe(strip(gone?.text ?? "", absent));
    }
    for (const page of ["/dashboard", "/billing"]) {
      const [there, gone] = await Promise.all(
        [other().slug, absent].map((name) => read(own(), "owner", `/a/${name}${page}`)),
      );
      expect([there?.status, gone?.status]).toEqual([404, 404]);
      expect(strip(there?.text ?? "", other().slug).length).toBe(strip(gone?.text ?? "", absent).length);
    }
  });
});

describe("outside of both", () => {
  it("a visitor who is not signed in is sent to sign in, and told nothing", async () => {
    for (const side of [a, b]) {
      for (const path of listPages({ account: side.slug }).filter((each) => each.startsWith("/a/"))) {
        const answer = await call({ method: "GET", path });
        expect(leaksOf(side, everythingIn(answer), [path]), path).toEqual([]);
      }
    }
  });

  it("no message tells one account's people of the other", async () => {
    const list = async () => {
      const answer = await fetch(`${stack.urls.mail}/api/messages?search=${mark}`);
      return ((await answer.json()) as { messages: { id: string }[] }).messages;
    };
    // Each of the ten people was welcomed.
    const messages = await until("the welcome messages are there", async () => {
      const found = await list();
      return found.length >= 10 && found;
    });
    for (const { id } of messages) {
      const raw = await (await fetch(`${stack.urls.mail}/messages/${id}/raw`)).text();
      const sides = [a, b].filter((side) => leaksOf(side, raw).length > 0);
      expect(sides.length, raw.slice(0, 300)).toBeLessThanOrEqual(1);
    }
  });

  it("the application's log has no word of either", () => {
    const log = readFileSync(join(dirname(process.env["MH_TEST_STACK"] ?? ""), "logs", "app.log"), "utf8");
    expect(log).toContain('"msg":"request"');
    expect(log.split("\n").filter((line) => line.includes(mark))).toEqual([]);
  });
});
