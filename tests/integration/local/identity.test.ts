import { generateKeyPairSync } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { verifyToken } from "@clerk/backend";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoPeople } from "@/local/identity/demo-people";
import { createIdentityRoutes } from "@/local/identity/routes";
import { IdentityStore } from "@/local/identity/store";
import { TokenSigner } from "@/local/identity/token";
import { createTestDatabase, type TestDatabase } from "../../support/database";

const SECRET = "s".repeat(32);
const APP_URL = "http://localhost:3000";
const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

interface SignIn {
  token: string;
  sessionId: string;
  person: { id: string; email: string; name: string };
  isNew: boolean;
}

let database: TestDatabase;
let store: IdentityStore;
/** How long storing a session takes. */
let storingMs = 0;
let routes: ReturnType<typeof createIdentityRoutes>;

beforeAll(async () => {
  database = await createTestDatabase();
  store = new IdentityStore(database.ownerUrl);
  await store.prepare();
  const createSession = store.createSession.bind(store);
  store.createSession = async (...facts) => {
    await sleep(storingMs);
    return createSession(...facts);
  };
  routes = createIdentityRoutes({
    store,
    signer: new TokenSigner(keys.privateKey),
    secret: SECRET,
    issuer: "http://127.0.0.1:4004",
    appUrl: APP_URL,
    signInsPerMinute: 5,
  });
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

function call(method: string, path: string, body?: unknown, secret = SECRET): Promise<Response> {
  return Promise.resolve(
    routes.request(path, {
      method,
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

async function signIn(email: string, name?: string): Promise<SignIn> {
  return (await (await call("POST", "/sessions", { email, ...(name ? { name } : {}) })).json()) as SignIn;
}

describe("the local identity", () => {
  it("signs tokens that Clerk's own verification accepts, with Clerk's claims", async () => {
    const { token, sessionId, person } = await signIn("ada@larkfield.example");
    const claims = await verifyToken(token, { jwtKey: keys.publicKey, authorizedParties: [APP_URL] });
    expect(claims).toMatchObject({
      v: 2,
      sub: person.id,
      sid: sessionId,
      azp: APP_URL,
      sts: "active",
      fva: [0, -1],
    });
    expect(claims.exp - claims.iat).toBe(12 * 60 * 60);
  });

  it("signs for twelve hours to the second, however long storing the session takes", async () => {
    // Longer than a second: whenever it begins, another second has begun when it is done.
    storingMs = 1_100;
    const { token } = await signIn("slow@new.example");
    storingMs = 0;
    const claims = await verifyToken(token, { jwtKey: keys.publicKey });
    expect(claims.exp - claims.iat).toBe(12 * 60 * 60);
  });

  it("publishes the key that checks them", async () => {
    const { token } = await signIn("mei@larkfield.example");
    const jwks = (await (await routes.request("/.well-known/jwks.json")).json()) as { keys: [] };
    await expect(jwtVerify(token, createLocalJWKSet(jwks))).resolves.toBeDefined();
  });

  it("signs up a new address once, and signs in the same person afterwards, whatever the case", async () => {
    const first = await signIn("Jo.Blake@new.example");
    expect(first).toMatchObject({ isNew: true, person: { email: "jo.blake@new.example", name: "Jo Blake" } });
    const again = await signIn("  jo.blake@NEW.example ");
    expect(again.isNew).toBe(false);
    expect(again.person).toEqual(first.person);
  });

  it("makes one person of two sign-ups at the same moment", async () => {
    const both = await Promise.all([signIn("twin@new.example"), signIn("twin@new.example")]);
    expect(both[0].person.id).toBe(both[1].person.id);
    expect(both.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it("knows the demo people by fixed ids", async () => {
    const { people } = (await (await call("GET", "/people")).json()) as { people: typeof demoPeople };
    expect(people).toEqual(demoPeople);
    expect((await signIn("sam@meterhouse.example")).person.id).toBe(
      demoPeople.find(({ email }) => email === "sam@meterhouse.example")?.id,
    );
  });

  it("revokes one session, or all of a person, and says so when asked", async () => {
    const one = await signIn("clara@northbeam.example");
    const two = await signIn("clara@northbeam.example");
    expect((await call("DELETE", `/sessions/${one.sessionId}`)).status).toBe(204);
    expect(await (await call("GET", `/sessions/${one.sessionId}`)).json()).toMatchObject({
      status: "revoked",
    });
    expect(await (await call("GET", `/sessions/${two.sessionId}`)).json()).toMatchObject({
      status: "active",
    });
    const everywhere = await call("DELETE", `/sessions?personId=${two.person.id}`);
    expect(await everywhere.json()).toEqual({ revoked: 1 });
    const { sessions } = (await (await call("GET", `/sessions?personId=${two.person.id}`)).json()) as {
      sessions: { status: string }[];
    };
    expect(sessions.map(({ status }) => status)).toEqual(["revoked", "revoked"]);
  });

  it("proves a person again by their address: the same session, with a token that says when", async () => {
    const { sessionId, person } = await signIn("prove@new.example");
    await database.owner`
      update local_identity.sessions set verified_at = now() - interval '1 hour' where id = ${sessionId}`;
    const answer = await call("POST", `/sessions/${sessionId}/verify`, { email: " Prove@NEW.example" });
    const { token, expiresAt } = (await answer.json()) as { token: string; expiresAt: string };
    const claims = await verifyToken(token, { jwtKey: keys.publicKey, authorizedParties: [APP_URL] });
    expect(claims).toMatchObject({ sid: sessionId, sub: person.id, fva: [0, -1] });
    expect(claims.exp).toBe(Math.floor(new Date(expiresAt).getTime() / 1000));
  });

  it("says in a token how long ago the proof was", async () => {
    const issuedAt = new Date();
    const token = await new TokenSigner(keys.privateKey).sign({
      issuer: "x",
      appUrl: APP_URL,
      personId: "user_1",
      sessionId: "sess_1",
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + 60_000),
      verifiedAt: new Date(issuedAt.getTime() - 25.5 * 60_000),
    });
    expect(await verifyToken(token, { jwtKey: keys.publicKey })).toMatchObject({ fva: [25, -1] });
  });

  it("proves nobody by another address, nor in a session that is over or never was", async () => {
    const { sessionId } = await signIn("proof@new.example");
    const wrong = await call("POST", `/sessions/${sessionId}/verify`, { email: "ada@larkfield.example" });
    expect([wrong.status, ((await wrong.json()) as { error: { code: string } }).error.code]).toEqual([
      422,
      "WRONG_ADDRESS",
    ]);
    expect((await call("POST", "/sessions/sess_x/verify", { email: "proof@new.example" })).status).toBe(404);
    await call("DELETE", `/sessions/${sessionId}`);
    expect((await call("POST", `/sessions/${sessionId}/verify`, { email: "proof@new.example" })).status).toBe(
      404,
    );
  });

  it("notes when and from where a running session is used, and nothing of one that is over", async () => {
    const { sessionId } = await signIn("used@new.example");
    await database.owner`
      update local_identity.sessions set last_active_at = now() - interval '1 hour' where id = ${sessionId}`;
    const before = (await (await call("GET", `/sessions/${sessionId}`)).json()) as { lastActiveAt: string };
    const use = { userAgent: "Firefox", ip: "203.0.113.7" };
    const noted = (await (await call("POST", `/sessions/${sessionId}/activity`, use)).json()) as {
      lastActiveAt: string;
    };
    expect(noted).toMatchObject({ status: "active", userAgent: "Firefox", ip: "203.0.113.7" });
    expect(noted.lastActiveAt > before.lastActiveAt).toBe(true);
    await call("DELETE", `/sessions/${sessionId}`);
    const after = await (
      await call("POST", `/sessions/${sessionId}/activity`, { ...use, ip: "192.0.2.1" })
    ).json();
    expect(after).toMatchObject({ status: "revoked", ip: "203.0.113.7" });
  });

  it("refuses what is no address, and unknown fields, and changes nothing", async () => {
    for (const body of [
      { email: "nobody" },
      { email: "" },
      {},
      { email: "a@b.example", admin: true },
      null,
    ]) {
      expect((await call("POST", "/sessions", body)).status).toBe(422);
    }
  });

  it("refuses every caller without the shared secret", async () => {
    for (const [method, path] of [
      ["GET", "/people"],
      ["POST", "/sessions"],
      ["DELETE", "/sessions/x"],
    ] as const) {
      expect((await call(method, path, method === "POST" ? {} : undefined, "wrong")).status).toBe(401);
    }
  });

  it("slows down who signs in too often, and only for that address", async () => {
    for (let tries = 0; tries < 5; tries += 1)
      await call("POST", "/sessions", { email: "often@new.example" });
    const refused = await call("POST", "/sessions", { email: "often@new.example" });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await call("POST", "/sessions", { email: "other@new.example" })).status).toBe(201);
  });
});
