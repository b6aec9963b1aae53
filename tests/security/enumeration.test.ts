import { randomBytes, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, call, dataOf, get, post } from "@/tests/integration/path/support/api";
import { sql } from "@/tests/integration/path/support/database";
import { createKey, newEmail, signUp, type Visitor } from "@/tests/integration/path/support/people";

/** What an answer says beside what is each request's own. */
function describeAnswer(answer: Answer, ...named: readonly string[]) {
  const own = [
    "date",
    "x-request-id",
    "ratelimit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "content-length",
  ];
  const headers = [...answer.headers].filter(([name]) => !own.includes(name));
  let text = answer.text.replaceAll(answer.headers.get("x-request-id") ?? "none", "REQUEST");
  for (const name of named) text = text.replaceAll(name, "NAMED");
  const data = answer.body?.data as Record<string, unknown> | undefined;
  return { status: answer.status, headers, ...(data ? { fields: Object.keys(data).sort() } : { text }) };
}

let visitor: Visitor;
let stranger: Visitor;
let host: Visitor;
/** An account of the host's that has room. */
let team: string;
beforeAll(async () => {
  [visitor, stranger, host] = await Promise.all([signUp(), signUp(), signUp()]);
  const made = await post("/api/accounts", { name: "Enumeration" }, { cookie: host.cookie });
  team = dataOf<{ id: string }>(made).id;
  await sql`insert into account_limits (account_id, feature, limit_value, reason) values (${team}, 'seats', 5, 'gift')`;
});

describe("what is there and what is not are answered alike", () => {
  it("API keys: one that begins like somebody's, and one that never was", async () => {
    const { id, key } = await createKey(visitor);
    const draw = (beginning: string) =>
      `${beginning}${randomBytes(40).toString("base64url")}`.slice(0, key.length);
    const [known, unknown] = await Promise.all(
      [draw(key.slice(0, 16)), draw("mh_live_")].map((each) => get("/api/usage", { key: each })),
    );
    expect(known?.status).toBe(401);
    expect(known?.text).not.toContain(id);
    expect(describeAnswer(known as Answer)).toEqual(describeAnswer(unknown as Answer));
  });

  it("invitations: a token that was replaced, one that never was, and one that cannot be", async () => {
    const cookie = visitor.cookie;
    const tokens = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
    const [first, second] = await Promise.all(
      tokens.map((token) => get(`/api/invitations/${token}`, { cookie })),
    );
    expect(first?.status).toBe(404);
    expect(describeAnswer(first as Answer)).toEqual(describeAnswer(second as Answer));
  });

  it("addresses to invite: somebody's who has an account here, and nobody's", async () => {
    const invite = (email: string) =>
      post(
        "/api/account/invitations",
        { email, role: "viewer" },
        { cookie: host.cookie },
        { "x-account": team },
      );
    const nobody = newEmail();
    const [known, unknown] = [await invite(stranger.email), await invite(nobody)];
    expect(known.status, known.text).toBe(201);
    expect(describeAnswer(known, stranger.email)).toEqual(describeAnswer(unknown, nobody));
  });

  it("exports, keys, accounts and people of others, and such that never were", async () => {
    const theirs = await createKey(stranger);
    const exported = await post("/api/profile/export", { format: "json" }, { cookie: stranger.cookie });
    const pairs: readonly (readonly [string, (id: string) => string, string])[] = [
      [dataOf<{ id: string }>(exported).id, (id) => `/api/exports/${id}/download`, "GET"],
      [theirs.id, (id) => `/api/account/api-keys/${id}`, "DELETE"],
      [stranger.accountId, (id) => `/api/admin/accounts/${id}`, "GET"],
      [stranger.personId, (id) => `/api/account/members/${id}`, "DELETE"],
    ];
    for (const [there, pathOf, method] of pairs) {
      const absent = there.startsWith("user_") ? `user_${randomUUID()}` : randomUUID();
      const headers = { "x-account": team };
      const ask = (id: string) => call({ method, path: pathOf(id), cookie: host.cookie, headers });
      const [known, unknown] = await Promise.all([ask(there), ask(absent)]);
      expect(known?.status, `${pathOf(there)}: ${known?.text}`).toBe(404);
      expect(describeAnswer(known as Answer, there)).toEqual(describeAnswer(unknown as Answer, absent));
    }
  });

  it("accounts that are named: somebody else's, and none", async () => {
    const ask = (account: string) =>
      call({
        method: "GET",
        path: "/api/usage",
        cookie: visitor.cookie,
        headers: { "x-account": account },
      });
    const absent = `x-${randomBytes(3).toString("hex")}`;
    const [known, unknown] = await Promise.all([ask(stranger.accountSlug), ask(absent)]);
    expect(known?.status).toBe(404);
    expect(describeAnswer(known as Answer, stranger.accountSlug)).toEqual(
      describeAnswer(unknown as Answer, absent),
    );
  });

  it("ways out of e-mails: a token of somebody's address, and one that is none", async () => {
    const ask = (token: string) => post(`/api/notifications/unsubscribe?token=${token}`, {});
    const forged = Buffer.from(JSON.stringify({ personId: stranger.personId })).toString("base64url");
    const [known, unknown] = await Promise.all([
      ask(`${forged}.${randomBytes(32).toString("base64url")}`),
      ask(`x.${randomBytes(32).toString("base64url")}`),
    ]);
    expect(known?.status, known?.text).toBe(422);
    expect(describeAnswer(known as Answer)).toEqual(describeAnswer(unknown as Answer));
  });
});
