import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stack } from "../../support/stack";
import { type Answer, call, dataOf, get, post } from "./support/api";
import { countRows } from "./support/database";
import { createKey, newEmail, settleSignUp, signUp, type Visitor } from "./support/people";
import { customerUpdated, deliver, newEventId, signDelivery } from "./support/webhooks";

/** Somebody new for each case, so that no case meets another's rate limit. */
let visitor: Visitor;
let key: string;
let eventId: string;
/** Signed in once, and over since. */
let endedCookie: string;

beforeAll(async () => {
  const answer = await post("/api/local/session", { email: newEmail() });
  endedCookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  await call({ method: "DELETE", path: "/api/local/session", cookie: endedCookie });
});

beforeEach(async () => {
  visitor = await signUp();
  ({ key } = await createKey(visitor, ["usage:read", "usage:write"]));
  await settleSignUp(visitor);
  eventId = newEventId();
});

interface Case {
  readonly name: string;
  readonly send: () => Promise<Answer>;
  readonly status: number;
  readonly code: string;
  /** What `issues` must point at. */
  readonly issue?: string;
}

const checkout = (json: unknown) => post("/api/billing/checkout", json, { cookie: visitor.cookie });
const track = (json: unknown) => post("/api/usage/track", json, { key });
const event = () => customerUpdated(eventId, "cus_nobody");
const ofBytes = (bytes: number) =>
  JSON.stringify({ feature: "resumes", properties: { fill: "x".repeat(bytes) } });

const cases: readonly Case[] = [
  {
    name: "a body that is not JSON",
    send: () => call({ method: "POST", path: "/api/usage/track", key, raw: '{"feature": "resumes"' }),
    status: 400,
    code: "INVALID_REQUEST",
  },
  {
    name: "a body that is JSON but no object",
    send: () => track([{ feature: "resumes" }]),
    status: 400,
    code: "INVALID_REQUEST",
  },
  {
    name: "an unknown field",
    send: () => track({ feature: "resumes", amount: 3 }),
    status: 400,
    code: "INVALID_REQUEST",
  },
  {
    name: "a quantity that is no whole number",
    send: () => track({ feature: "resumes", quantity: 1.5 }),
    status: 400,
    code: "INVALID_REQUEST",
    issue: "quantity",
  },
  {
    name: "an unknown feature",
    send: () => track({ feature: "teleports" }),
    status: 400,
    code: "INVALID_REQUEST",
    issue: "feature",
  },
  {
    name: "an unknown query parameter",
    send: () => get("/api/billing/invoices?limit=5&sort=amount", { cookie: visitor.cookie }),
    status: 400,
    code: "INVALID_REQUEST",
  },
  {
    name: "an id that cannot be one",
    send: () => call({ method: "DELETE", path: "/api/account/api-keys/7", cookie: visitor.cookie }),
    status: 400,
    code: "INVALID_REQUEST",
    issue: "id",
  },
  {
    name: "a body over 2 MB at the usage path",
    send: () => call({ method: "POST", path: "/api/usage/track", key, raw: ofBytes(2 * 1024 * 1024) }),
    status: 413,
    code: "TOO_LARGE",
  },
  {
    name: "a body over 64 KiB elsewhere",
    send: () => checkout({ price: "pro_monthly", promotionCode: "x".repeat(70_000) }),
    status: 413,
    code: "TOO_LARGE",
  },
  {
    name: "a signed webhook over 1 MB",
    send: () => deliver(JSON.stringify({ id: eventId, fill: "x".repeat(1024 * 1024) })),
    status: 413,
    code: "TOO_LARGE",
  },
  {
    name: "a webhook without a signature",
    send: () => call({ method: "POST", path: "/api/webhooks/stripe", raw: event() }),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "a webhook signed with another secret",
    send: () => deliver(event(), signDelivery(event(), { secret: "whsec_of_somebody_else" })),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "a webhook whose body was changed after signing",
    send: () => deliver(event().replace("cus_nobody", "cus_another"), signDelivery(event())),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "a webhook that was signed ten minutes ago",
    send: () => deliver(event(), signDelivery(event(), { at: new Date(Date.now() - 600_000) })),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "a signed body that is no event",
    send: () => deliver(JSON.stringify({ id: eventId, hello: "world" })),
    status: 400,
    code: "INVALID_REQUEST",
  },
  {
    name: "an unknown price",
    send: () => checkout({ price: "platinum_monthly" }),
    status: 400,
    code: "INVALID_REQUEST",
    issue: "price",
  },
  {
    name: "the free plan, which is not bought",
    send: () => checkout({ price: "free" }),
    status: 400,
    code: "INVALID_REQUEST",
    issue: "price",
  },
  {
    name: "a currency that is not sold",
    send: () => checkout({ price: "pro_monthly", currency: "jpy" }),
    status: 400,
    code: "INVALID_REQUEST",
    issue: "currency",
  },
  ...["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "billing"].map(
    (successPath): Case => ({
      name: `the foreign return address ${successPath}`,
      send: () => checkout({ price: "pro_monthly", successPath }),
      status: 400,
      code: "INVALID_REQUEST",
      issue: "successPath",
    }),
  ),
  {
    name: "a foreign way back from the checkout",
    send: () => checkout({ price: "pro_monthly", cancelPath: "//evil.example" }),
    status: 400,
    code: "INVALID_REQUEST",
    issue: "cancelPath",
  },
  {
    name: "a foreign way back from the portal",
    send: () =>
      post("/api/billing/portal", { returnPath: "https://evil.example" }, { cookie: visitor.cookie }),
    status: 400,
    code: "INVALID_REQUEST",
    issue: "returnPath",
  },
  {
    name: "the portal of an account that has bought nothing",
    send: () => post("/api/billing/portal", {}, { cookie: visitor.cookie }),
    status: 409,
    code: "CONFLICT",
  },
  {
    name: "a pack that is not on sale",
    send: () => checkout({ price: "pack_1" }),
    status: 422,
    code: "CREDITS_NOT_ON_SALE",
  },
  {
    name: "a promotion code that does not exist",
    send: () => checkout({ price: "pro_monthly", promotionCode: "NOSUCHCODE" }),
    status: 422,
    code: "PROMOTION_CODE_INVALID",
  },
  {
    name: "no credential",
    send: () => post("/api/usage/track", { feature: "resumes" }),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "a session that has ended",
    send: () => post("/api/billing/checkout", { price: "pro_monthly" }, { cookie: endedCookie }),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "a session cookie that somebody made up",
    send: () => post("/api/billing/checkout", { price: "pro_monthly" }, { cookie: forge(visitor.cookie) }),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "a key that never was",
    send: () => post("/api/usage/track", { feature: "resumes" }, { key: `mh_live_${"a".repeat(32)}` }),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "a key at a path that only people may call",
    send: () => post("/api/account/api-keys", { name: "mine" }, { key }),
    status: 403,
    code: "FORBIDDEN",
  },
  {
    name: "a key without the scope",
    send: () => get("/api/billing/overview", { key }),
    status: 403,
    code: "FORBIDDEN",
  },
  {
    name: "another site's form, sent with our cookie",
    send: () =>
      post(
        "/api/account/api-keys",
        { name: "theirs" },
        { cookie: visitor.cookie },
        { origin: "https://evil.example" },
      ),
    status: 403,
    code: "FORBIDDEN",
  },
  {
    name: "a cross-site request without an Origin",
    send: () =>
      post(
        "/api/billing/checkout",
        { price: "pro_monthly" },
        { cookie: visitor.cookie },
        { "sec-fetch-site": "cross-site" },
      ),
    status: 403,
    code: "FORBIDDEN",
  },
  {
    name: "an account that is not the caller's",
    send: () =>
      post(
        "/api/account/api-keys",
        { name: "theirs" },
        { cookie: visitor.cookie },
        { "x-account": crypto.randomUUID() },
      ),
    status: 404,
    code: "NOT_FOUND",
  },
  {
    name: "an invoice that is not the caller's",
    send: () => get("/api/billing/invoices/in_somebody_else", { cookie: visitor.cookie }),
    status: 404,
    code: "NOT_FOUND",
  },
];

/** What no answer may tell: stacks, statements, secrets. */
const LEAKS = /node_modules|\bat \w+ \(|select .* from|insert into|sk_test|whsec_/i;

/** The same claims under a signature of nobody's. */
function forge(cookie: string): string {
  return cookie.replace(/\.[\w-]+$/, (signature) => `.${[...signature.slice(1)].reverse().join("")}`);
}

describe("bad input is refused by name, and changes nothing", () => {
  it.each(cases)("$name", async ({ send, status, code, issue }) => {
    const about = { ...visitor, eventId };
    const before = await countRows(about);

    const answer = await send();

    expect(answer.body?.error?.code, answer.text.slice(0, 300)).toBe(code);
    expect(answer.status).toBe(status);
    expect(answer.body?.error?.message).toMatch(/\S/);
    expect(answer.body?.meta?.requestId).toBe(answer.headers.get("x-request-id"));
    if (issue !== undefined) expect(answer.body?.error?.issues?.map(({ path }) => path)).toContain(issue);
    expect(answer.text).not.toMatch(LEAKS);
    expect(await countRows(about)).toEqual(before);
  });

  it("a method that a path does not have", async () => {
    const about = { ...visitor, eventId };
    const before = await countRows(about);
    for (const [method, path] of [
      ["DELETE", "/api/billing/checkout"],
      ["GET", "/api/usage/track"],
      ["PUT", "/api/account/api-keys"],
      ["POST", "/api/billing/overview"],
    ] as const) {
      const answer = await call({ method, path, cookie: visitor.cookie });
      expect(answer.status, `${method} ${path}`).toBe(405);
    }
    expect(await countRows(about)).toEqual(before);
  });

  it("tells a stranger nothing about an address that is no path", async () => {
    const answer = await get("/api/nothing/here");
    expect(answer.status).toBe(404);
  });

  it("a revoked key, from the moment of its revocation", async () => {
    const { id, key: ended } = await createKey(visitor);
    expect((await get("/api/usage", { key: ended })).status).toBe(200);
    const revocation = await call({
      method: "DELETE",
      path: `/api/account/api-keys/${id}`,
      cookie: visitor.cookie,
    });
    expect(revocation.status).toBe(200);
    const about = { ...visitor, eventId };
    const before = await countRows(about);
    for (const send of [
      () => get("/api/usage", { key: ended }),
      () => post("/api/usage/track", { feature: "resumes" }, { key: ended }),
    ]) {
      const answer = await send();
      expect(answer.status).toBe(401);
      expect(answer.body?.error?.code).toBe("UNAUTHENTICATED");
    }
    expect(await countRows(about)).toEqual(before);
  });
});

describe("a session that has ended", () => {
  it("opens no page either, and is sent to sign in", async () => {
    const page = await get("/billing", { cookie: endedCookie });
    expect(page.status).toBe(307);
    expect(page.headers.get("location")).toBe("/sign-in?next=%2Fbilling");
  });

  it("has left the person free to sign in again", async () => {
    const again = await post("/api/local/session", { email: visitor.email });
    expect(dataOf<{ personId: string; isNew: boolean }>(again)).toEqual({
      personId: visitor.personId,
      isNew: false,
    });
    const flags = again.headers.getSetCookie().join("; ").toLowerCase();
    expect(flags).toContain("httponly");
    expect(flags).toContain("samesite=lax");
    expect(flags.includes("secure")).toBe(stack.urls.app.startsWith("https:"));
  });
});
