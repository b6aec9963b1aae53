import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { type Variable, variables } from "@/lib/platform/env";
import { computeBuildHash } from "@/local/start/build-hash";
import { call, get, post } from "@/tests/integration/path/support/api";
import { createKey, signUp, type Visitor } from "@/tests/integration/path/support/people";
import { stack } from "@/tests/support/stack";
import { listPages } from "./support/pages";

const root = new URL("../..", import.meta.url).pathname;
/** Shorter values stand in every file by chance. */
const SHORTEST = 8;

interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Every secret value of the running environment, and passwords and keys inside of addresses. */
function listSecrets(): readonly Secret[] {
  return Object.entries<Variable>(variables).flatMap(([name, { secret }]) => {
    const value = stack.env[name] ?? "";
    if (!secret || value.length < SHORTEST) return [];
    const password = URL.canParse(value) ? new URL(value).password : "";
    return [
      { name, value },
      ...(password.length >= SHORTEST ? [{ name: `${name} (password)`, value: password }] : []),
    ];
  });
}

/** Names that only the server's code may know: a bundle that has one holds the code that reads it. */
const serverNames = Object.keys(variables).filter(
  (name) => !name.startsWith("NEXT_PUBLIC_") && name.includes("_"),
);

/** What of the server's stands in a text. */
function findSecrets(text: string): readonly string[] {
  return [
    ...listSecrets()
      .filter(({ value }) => text.includes(value))
      .map(({ name }) => `the value of ${name}`),
    ...serverNames.filter((name) => new RegExp(`\\b${name}\\b`).test(text)).map((name) => `the name ${name}`),
  ];
}

let visitor: Visitor;
beforeAll(async () => {
  visitor = await signUp();
});

describe("secrets", () => {
  it("are looked for in a way that finds them", () => {
    const [first] = listSecrets();
    expect(listSecrets().length).toBeGreaterThan(8);
    expect(findSecrets(`const a="${first?.value}"`)).toEqual([`the value of ${first?.name}`]);
    expect(findSecrets("process.env.STRIPE_SECRET_KEY")).toEqual(["the name STRIPE_SECRET_KEY"]);
    expect(findSecrets("an honest bundle")).toEqual([]);
  });

  it("are in no file that browsers load", () => {
    const folder = join(root, ".local", "build", computeBuildHash(root, stack.env), "static");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.filter(({ name }) => name.endsWith(".js")).length).toBeGreaterThan(10);
    const found = files.flatMap(({ parentPath, name }) =>
      findSecrets(readFileSync(join(parentPath, name), "latin1")).map((what) => `${name}: ${what}`),
    );
    expect(found).toEqual([]);
  });

  it("are on no page, as HTML or as data", async () => {
    const paths = [...listPages({ account: visitor.accountId }), "/nothing/here"];
    for (const path of paths) {
      const to = (await get(path, { cookie: visitor.cookie })).headers.get("location") ?? path;
      for (const headers of [{}, { rsc: "1" }] as Record<string, string>[]) {
        const answer = await call({ method: "GET", path: to, cookie: visitor.cookie, headers });
        expect(findSecrets(answer.text), to).toEqual([]);
      }
    }
  });
});

describe("the application's log", () => {
  const read = () =>
    readFileSync(join(dirname(process.env["MH_TEST_STACK"] ?? ""), "logs", "app.log"), "utf8");

  it("keeps nothing of what is secret or personal in a request, answered or refused", async () => {
    const mark = randomBytes(6).toString("hex");
    const { key } = await createKey(visitor);
    const card = "4000056655665556";
    const email = `somebody.${mark}@private.example`;
    const secrets = {
      key,
      wrongKey: `mh_live_${mark}${"x".repeat(20)}`,
      bearer: `token-${mark}`,
      cookie: visitor.cookie.split("=").at(-1) ?? "",
      strangeCookie: `cookie-${mark}`,
      email,
      card,
      inPath: `path-${mark}`,
      inQuery: `query-${mark}`,
      inBody: `body-${mark}`,
      inHeader: `header-${mark}`,
    };
    const headers = {
      "x-license-key": secrets.inHeader,
      "idempotency-key": secrets.inHeader,
      "user-agent": secrets.inHeader,
      referer: `${stack.urls.app}/?${secrets.inHeader}`,
    };
    const body = { feature: secrets.inBody, email, card, password: secrets.inBody, key: secrets.wrongKey };
    const query = `?token=${secrets.inQuery}&email=${encodeURIComponent(email)}&card=${card}`;

    await post(
      "/api/usage/track",
      { feature: "resumes", properties: { email, card, note: secrets.inBody } },
      { key },
      headers,
    );
    await post("/api/usage/track", body, { key }, headers);
    await post("/api/usage/track", body, { key: secrets.wrongKey }, headers);
    await post("/api/account/api-keys", body, { cookie: visitor.cookie }, headers);
    await post("/api/account/api-keys", { name: secrets.inBody }, { cookie: visitor.cookie }, headers);
    await post("/api/local/session", { email, name: secrets.inBody }, {}, headers);
    await post("/api/local/session", body, {}, headers);
    await post(
      `/api/webhooks/stripe${query}`,
      body,
      {},
      { ...headers, "stripe-signature": secrets.inHeader },
    );
    await post(`/api/inngest${query}`, body, {}, { ...headers, "x-inngest-signature": secrets.inHeader });
    await post(
      "/api/csp-report",
      { "csp-report": { "document-uri": `${stack.urls.app}/${query}`, "blocked-uri": email } },
      {},
      {
        "content-type": "application/csp-report",
      },
    );
    for (const path of [
      `/api/usage${query}`,
      `/api/billing/invoices/${secrets.inPath}${query}`,
      `/${secrets.inPath}${query}`,
      `/billing/return?session_id=${secrets.inQuery}`,
      `/sign-in${query}`,
    ]) {
      for (const credential of [
        { cookie: `mh_session=${secrets.strangeCookie}` },
        { cookie: visitor.cookie },
      ]) {
        await call({ method: "GET", path, ...credential, headers });
        await call({
          method: "GET",
          path,
          headers: { ...headers, authorization: `Bearer ${secrets.bearer}` },
        });
      }
    }
    // The log is written beside the answers.
    await sleep(1_000);
    const log = read();
    expect(log).toContain('"msg":"request"');
    for (const [what, secret] of Object.entries(secrets)) {
      expect(
        log.split("\n").filter((line) => line.includes(secret)),
        what,
      ).toEqual([]);
    }
  });

  it("keeps no secret of the environment", () => {
    const log = read();
    expect(
      listSecrets()
        .filter(({ value }) => log.includes(value))
        .map(({ name }) => name),
    ).toEqual([]);
  });
});
