import { decodeJwt } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { ageSession } from "../../support/aged-session";
import { stack } from "../../support/stack";
import { type Answer, call, dataOf, get, post } from "./support/api";
import { sql } from "./support/database";
import { newEmail, signUp, type Visitor } from "./support/people";
import { until } from "./support/until";

interface Row {
  readonly id: string;
  readonly device: string | null;
  readonly isCurrent: boolean;
}

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const signIn = (email: string, headers: Record<string, string> = {}) =>
  post("/api/local/session", { email }, {}, headers);
const setCookieOf = (answer: Answer): string =>
  answer.headers.getSetCookie().find((line) => line.startsWith("mh_session=")) ?? "";
const cookieOf = (answer: Answer): string => setCookieOf(answer).split(";", 1)[0] ?? "";
const sessionIdOf = (cookie: string): string =>
  decodeJwt<{ sid: string }>(cookie.replace("mh_session=", "")).sid;
const sessionsOf = async (cookie: string): Promise<Row[]> =>
  dataOf<Row[]>(await get("/api/profile/sessions", { cookie }));
const aged = async (cookie: string): Promise<string> =>
  `mh_session=${await ageSession(cookie.replace("mh_session=", ""))}`;
const endAll = (cookie: string, keepCurrent: boolean, headers: Record<string, string> = {}) =>
  post("/api/profile/sessions/revoke-all", { keepCurrent }, { cookie }, headers);

let visitor: Visitor;
let here: string;
beforeEach(async () => {
  visitor = await signUp();
  here = visitor.cookie;
});

describe("the session cookie", () => {
  it("is for the server alone, for this site, and for as long as the session runs", async () => {
    const line = setCookieOf(await signIn(visitor.email));
    const flags = line.split("; ").slice(1);
    expect(flags).toEqual(expect.arrayContaining(["Path=/", "HttpOnly", "SameSite=lax"]));
    expect(flags.some((flag) => flag.startsWith("Domain="))).toBe(false);
    // Secure on https alone: a browser would not keep it on http.
    expect(flags.includes("Secure")).toBe(stack.urls.app.startsWith("https:"));
    const expires = new Date(flags.find((flag) => flag.startsWith("Expires="))?.slice(8) ?? "").getTime();
    expect(expires - Date.now()).toBeGreaterThan(11.9 * 3_600_000);
    expect(expires - Date.now()).toBeLessThan(12.1 * 3_600_000);
  });

  it("is replaced at each sign-in: an id from before is never adopted, and the session it named is over", async () => {
    const attacker = await signUp();
    const answer = await post("/api/local/session", { email: visitor.email }, { cookie: attacker.cookie });
    const fresh = cookieOf(answer);
    expect(sessionIdOf(fresh)).not.toBe(sessionIdOf(attacker.cookie));
    expect(decodeJwt(fresh.replace("mh_session=", "")).sub).toBe(visitor.personId);
    expect((await get("/api/profile/sessions", { cookie: attacker.cookie })).status).toBe(401);
    expect((await get("/api/profile/sessions", { cookie: fresh })).status).toBe(200);
  });

  it("with an id that somebody made up is replaced, not adopted", async () => {
    const answer = await post(
      "/api/local/session",
      { email: visitor.email, sessionId: "sess_mine" },
      { cookie: "mh_session=sess_mine" },
    );
    expect(answer.status).toBe(400);
    const clean = await post(
      "/api/local/session",
      { email: visitor.email },
      { cookie: "mh_session=sess_mine" },
    );
    expect(sessionIdOf(cookieOf(clean))).toMatch(/^sess_[0-9A-Za-z]{27}$/);
  });
});

describe("another site", () => {
  const evil = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  it.each<[string, () => Promise<Answer>]>([
    ["sign anybody in", () => signIn(newEmail(), evil)],
    [
      "sign the visitor out",
      () => call({ method: "DELETE", path: "/api/local/session", cookie: here, headers: evil }),
    ],
    [
      "end a session",
      () =>
        call({
          method: "DELETE",
          path: `/api/profile/sessions/${sessionIdOf(here)}`,
          cookie: here,
          headers: evil,
        }),
    ],
    ["sign out everywhere", () => endAll(here, false, evil)],
    [
      "confirm for the visitor",
      () => post("/api/local/session/verify", { email: visitor.email }, { cookie: here }, evil),
    ],
  ])("cannot %s", async (_what, send) => {
    const answer = await send();
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await get("/api/profile/sessions", { cookie: here })).status).toBe(200);
  });
});

describe("the list of sessions", () => {
  it("has the person's own running ones, this one first, with the browser in words", async () => {
    const there = cookieOf(await signIn(visitor.email, { "user-agent": FIREFOX }));
    const rows = await sessionsOf(here);
    expect(rows.map(({ id }) => id)).toEqual([sessionIdOf(here), sessionIdOf(there)]);
    expect(rows.map(({ isCurrent }) => isCurrent)).toEqual([true, false]);
    expect(rows[1]?.device).toBe("Firefox on Linux");
    const other = await signUp();
    expect((await sessionsOf(other.cookie)).map(({ id }) => id)).toEqual([sessionIdOf(other.cookie)]);
  });
});

describe("ending a session", () => {
  it("makes its cookie worthless at once, on pages and in the API, and leaves an audit row", async () => {
    const there = cookieOf(await signIn(visitor.email));
    await sessionsOf(there);
    const path = `/api/profile/sessions/${sessionIdOf(there)}`;
    expect(dataOf(await call({ method: "DELETE", path, cookie: here }))).toEqual({ ended: 1 });
    expect((await get("/api/profile/sessions", { cookie: there })).status).toBe(401);
    const page = await get("/dashboard", { cookie: there });
    expect(page.headers.get("location")).toContain("/sign-in");
    expect(await sessionsOf(here)).toHaveLength(1);
    const audits = await sql`
      select action, account_id as "accountId" from audit_log where target_id = ${sessionIdOf(there)}`;
    expect(audits).toEqual([{ action: "session.ended", accountId: visitor.accountId }]);
  });

  it("of somebody else answers 404 and ends nothing", async () => {
    const other = await signUp();
    const path = `/api/profile/sessions/${sessionIdOf(other.cookie)}`;
    expect((await call({ method: "DELETE", path, cookie: here })).status).toBe(404);
    expect((await get("/api/profile/sessions", { cookie: other.cookie })).status).toBe(200);
  });
});

describe("signing out everywhere", () => {
  it("else ends every other session and keeps this one", async () => {
    const others = [cookieOf(await signIn(visitor.email)), cookieOf(await signIn(visitor.email))];
    expect(dataOf(await endAll(here, true))).toEqual({ ended: 2 });
    for (const cookie of others) expect((await get("/api/profile/sessions", { cookie })).status).toBe(401);
    expect(await sessionsOf(here)).toHaveLength(1);
  });

  it("ends this one too, and takes its cookie away", async () => {
    const there = cookieOf(await signIn(visitor.email));
    const answer = await endAll(here, false);
    expect(dataOf(answer)).toEqual({ ended: 2 });
    expect(setCookieOf(answer)).toMatch(/^mh_session=;/);
    for (const cookie of [here, there]) {
      expect((await get("/api/profile/sessions", { cookie })).status).toBe(401);
    }
  });

  it("asks whoever signed in an hour ago to confirm first, and then does it", async () => {
    const old = await aged(here);
    expect((await get("/api/profile/sessions", { cookie: old })).status).toBe(200);
    const refused = await endAll(old, true);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: "REVERIFICATION_REQUIRED" } } });
    const wrong = await post("/api/local/session/verify", { email: newEmail() }, { cookie: old });
    expect(wrong).toMatchObject({ status: 422, body: { error: { code: "WRONG_ADDRESS" } } });
    expect((await endAll(old, true)).status).toBe(403);
    const verified = await post("/api/local/session/verify", { email: visitor.email }, { cookie: old });
    expect(verified.status).toBe(200);
    const fresh = cookieOf(verified);
    expect(sessionIdOf(fresh)).toBe(sessionIdOf(old));
    expect(decodeJwt(fresh.replace("mh_session=", "")).exp).toBe(
      decodeJwt(here.replace("mh_session=", "")).exp,
    );
    expect((await endAll(fresh, true)).status).toBe(200);
    // The token from before the proof still says what it said.
    expect((await endAll(old, true)).status).toBe(403);
  });

  it("lets nobody guess the address without end", async () => {
    const answers = [];
    for (let tries = 0; tries < 11; tries += 1) {
      answers.push((await post("/api/local/session/verify", { email: newEmail() }, { cookie: here })).status);
    }
    expect(answers.slice(0, 10).every((status) => status === 422)).toBe(true);
    expect(answers[10]).toBe(429);
  });
});

describe("the local identity's events", () => {
  it("arrive signed at the webhook and are applied: a name that is changed there is changed here", async () => {
    const response = await fetch(`${stack.urls.identity}/people/${visitor.personId}`, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${stack.keys.identitySecret}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ name: "Changed There" }),
    });
    expect(response.status).toBe(200);
    await until("the name is changed here", async () => {
      const [row] = await sql<{ name: string }[]>`select name from people where id = ${visitor.personId}`;
      return row?.name === "Changed There";
    });
    const events = await until("both events are handled", async () => {
      const rows = await sql<{ type: string; status: string }[]>`
        select type, status from provider_events where provider = 'clerk' and object_id = ${visitor.personId}
        order by received_at`;
      return rows.length >= 2 && rows.every(({ status }) => status !== "pending") && rows;
    });
    expect(events).toEqual([
      { type: "user.created", status: "handled" },
      { type: "user.updated", status: "handled" },
    ]);
  });

  it("end the access of a person who is deleted there", async () => {
    await fetch(`${stack.urls.identity}/people/${visitor.personId}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${stack.keys.identitySecret}` },
    });
    await until("the person is out", async () => {
      const [row] = await sql<{ gone: boolean }[]>`
        select identity_deleted_at is not null as gone from people where id = ${visitor.personId}`;
      return row?.gone === true;
    });
    expect((await get("/api/profile/sessions", { cookie: here })).status).toBe(401);
  });
});
